package io.pgnative.client.type;

import java.util.List;

/**
 * {@code text}, {@code varchar}, {@code bpchar}, {@code name}, {@code xml}, {@code refcursor}, {@code cstring} and
 * {@code unknown}: the characters in UTF-8, in both formats. The same serves for types that are not known here, then in
 * the text format.
 */
final class TextTypes {

    private TextTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(
                new TextCodec(25, 1009, "text", true),
                new TextCodec(1043, 1015, "varchar", true),
                new TextCodec(1042, 1014, "bpchar", true),
                new TextCodec(19, 1003, "name", true),
                new TextCodec(142, 143, "xml", true),
                new TextCodec(1790, 2201, "refcursor", true),
                new TextCodec(2275, 1263, "cstring", true),
                new TextCodec(705, ScalarCodec.NO_ARRAY, "unknown", true));
    }

    /** For a type of which only the OID is known. */
    static Codec unknown(int oid) {
        return text(oid, "oid:" + Integer.toUnsignedString(oid));
    }

    /** For a type that is exchanged as its text. */
    static Codec text(int oid, String typeName) {
        return new TextCodec(oid, ScalarCodec.NO_ARRAY, typeName, false);
    }
}
