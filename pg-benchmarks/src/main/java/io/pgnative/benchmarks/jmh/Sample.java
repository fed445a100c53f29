package io.pgnative.benchmarks.jmh;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A type of each family with a value of usual size. OIDs are those of {@code pg_type.dat}. */
public enum Sample {
    /** A truth value. */
    BOOL(16),
    /** A short binary string. */
    BYTEA(17),
    /** An integer. */
    INT4(23),
    /** A long integer. */
    INT8(20),
    /** A floating point number. */
    FLOAT8(701),
    /** A price. */
    NUMERIC(1700),
    /** A title, of ASCII only. */
    TEXT_ASCII(25),
    /** A title, not of ASCII only. */
    TEXT_UTF8(25),
    /** A key. */
    UUID_V4(2950),
    /** A day. */
    DATE(1082),
    /** A local time stamp. */
    TIMESTAMP(1114),
    /** A time stamp. */
    TIMESTAMPTZ(1184);

    private final int oid;

    Sample(int oid) {
        this.oid = oid;
    }

    /**
     * The type.
     *
     * @return its OID
     */
    public int oid() {
        return oid;
    }

    /**
     * The value.
     *
     * @return of a class that the type's codec takes
     */
    public Object value() {
        return switch (this) {
            case BOOL -> true;
            case BYTEA -> new byte[64];
            case INT4 -> 1_234_567;
            case INT8 -> 1_234_567_890_123L;
            case FLOAT8 -> 1234.5678;
            case NUMERIC -> new BigDecimal("1234567.89");
            case TEXT_ASCII -> "The Left Hand of Darkness, first edition";
            case TEXT_UTF8 -> "Die Entdeckung der Langsamkeit – Vollständige Ausgabe";
            case UUID_V4 -> UUID.fromString("6f2c1a9e-4b7d-4c58-9a30-0d1e2f3a4b5c");
            case DATE -> LocalDate.of(2024, 2, 29);
            case TIMESTAMP -> LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000);
            case TIMESTAMPTZ -> OffsetDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000, ZoneOffset.UTC);
        };
    }
}
