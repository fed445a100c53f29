package io.pgnative.client.type;

/**
 * The binary format of composites: the number of fields in 32 bits; for each field the OID of its type, its length, -1
 * for NULL, and the value.
 */
final class CompositeFormat {

    static final int HEADER = 4;
    static final int FIELD = 8;
    static final int NULL = -1;

    private CompositeFormat() {}

    /**
     * Checks the number of fields.
     *
     * @return for each of which there is room
     */
    static int fields(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            throw malformed("its header is cut off");
        }
        int fields = Bytes.getInt(bytes, offset);
        if (fields < 0 || fields > (length - HEADER) / FIELD) {
            throw malformed("its length does not agree with its number of fields");
        }
        return fields;
    }

    /**
     * The length of the field at a position, which is that of its OID.
     *
     * @return 0 or more, at most what is left; {@link #NULL}
     */
    static int fieldLength(byte[] bytes, int at, int end) {
        if (end - at < FIELD) {
            throw malformed("a field is cut off");
        }
        int length = Bytes.getInt(bytes, at + 4);
        if (length < NULL || length > end - at - FIELD) {
            throw malformed("the length of a field is out of range");
        }
        return length;
    }

    static void expectEnd(int at, int end) {
        if (at != end) {
            throw malformed("there is more than its fields");
        }
    }

    static DecodeException malformed(String why) {
        return new DecodeException("malformed composite: " + why);
    }
}
