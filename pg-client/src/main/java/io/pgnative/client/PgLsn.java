package io.pgnative.client;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A value of the PostgreSQL type {@code pg_lsn}: a position in the write-ahead log. Ordered by position.
 *
 * @param value the byte position; 64 bits without a sign
 */
public record PgLsn(long value) implements Comparable<PgLsn> {

    /** The begin of the log, which stands for no position. */
    public static final PgLsn ZERO = new PgLsn(0);

    private static final int MAX_DIGITS = 8;

    /**
     * Reads PostgreSQL's text form.
     *
     * @param text two hexadecimal numbers of at most 8 digits with a slash between, such as {@code 16/B374D848}
     * @return the position
     * @throws IllegalArgumentException when it is something else
     */
    public static PgLsn parse(CharSequence text) {
        String halves = text.toString();
        int slash = halves.indexOf('/');
        if (slash < 0) {
            throw malformed();
        }
        return new PgLsn(half(halves, 0, slash) << Integer.SIZE | half(halves, slash + 1, halves.length()));
    }

    private static long half(String text, int begin, int end) {
        if (begin == end || end - begin > MAX_DIGITS) {
            throw malformed();
        }
        long value = 0;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (!HexFormat.isHexDigit(c)) {
                throw malformed();
            }
            value = value << 4 | HexFormat.fromHexDigit(c);
        }
        return value;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "is no pg_lsn: expected two hexadecimal numbers of at most 8 digits with a slash between");
    }

    @Override
    public int compareTo(PgLsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code 16/B374D848}
     */
    @Override
    public String toString() {
        return hex(value >>> Integer.SIZE) + "/" + hex(value & 0xFFFF_FFFFL);
    }

    private static String hex(long half) {
        return Long.toHexString(half).toUpperCase(Locale.ROOT);
    }
}
