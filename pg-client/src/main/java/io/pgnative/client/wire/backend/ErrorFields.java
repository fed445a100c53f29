package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The letters of the fields of ErrorResponse and NoticeResponse. */
public final class ErrorFields {

    /** In the language of the server. */
    public static final char SEVERITY = 'S';

    /** Never translated; servers from 9.6 on. */
    public static final char SEVERITY_NONLOCALIZED = 'V';

    /** The SQLSTATE. */
    public static final char CODE = 'C';

    public static final char MESSAGE = 'M';
    public static final char DETAIL = 'D';
    public static final char HINT = 'H';

    /** Counted in characters of the query, from 1. */
    public static final char POSITION = 'P';

    public static final char INTERNAL_POSITION = 'p';
    public static final char INTERNAL_QUERY = 'q';
    public static final char WHERE = 'W';
    public static final char SCHEMA_NAME = 's';
    public static final char TABLE_NAME = 't';
    public static final char COLUMN_NAME = 'c';
    public static final char DATA_TYPE_NAME = 'd';
    public static final char CONSTRAINT_NAME = 'n';
    public static final char FILE = 'F';
    public static final char LINE = 'L';
    public static final char ROUTINE = 'R';

    private ErrorFields() {}

    static Map<Character, String> of(String severity, String sqlState, String message) {
        Map<Character, String> fields = new LinkedHashMap<>();
        fields.put(SEVERITY, severity);
        fields.put(SEVERITY_NONLOCALIZED, severity);
        fields.put(CODE, sqlState);
        fields.put(MESSAGE, message);
        return fields;
    }

    static Map<Character, String> copyOf(Map<Character, String> fields) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    static Map<Character, String> read(ByteBuf body, String message) {
        Map<Character, String> fields = new LinkedHashMap<>();
        while (true) {
            if (!body.isReadable()) {
                throw new ProtocolViolation(message + " has no terminator");
            }
            char letter = (char) body.readUnsignedByte();
            if (letter == 0) {
                break;
            }
            fields.put(letter, Wire.readString(body, message + " field"));
        }
        Wire.requireEnd(body, message);
        return fields;
    }

    static void write(ByteBuf out, Map<Character, String> fields) {
        fields.forEach((letter, text) -> {
            if (letter == 0 || letter > 0xff) {
                throw new IllegalArgumentException(
                        "fields has the letter U+" + Integer.toHexString(letter) + "; expected one non-zero byte");
            }
            out.writeByte(letter);
            Wire.writeString(out, text, "field " + letter);
        });
        out.writeByte(0);
    }
}
