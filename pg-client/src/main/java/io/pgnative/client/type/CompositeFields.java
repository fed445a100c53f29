package io.pgnative.client.type;

import java.util.Arrays;
import java.util.List;

/** The fields of a composite type, or of one anonymous record. */
final class CompositeFields {

    private final String typeName;
    private final List<String> names;
    private final Codec[] codecs;

    CompositeFields(String typeName, List<String> names, Codec[] codecs) {
        this.typeName = typeName;
        this.names = names;
        this.codecs = codecs;
    }

    String typeName() {
        return typeName;
    }

    List<String> names() {
        return names;
    }

    int size() {
        return codecs.length;
    }

    Codec codec(int field) {
        return codecs[field];
    }

    boolean areBinary() {
        return Arrays.stream(codecs).allMatch(Codec::isBinary);
    }

    String describe(int field) {
        return "field \"" + names.get(field) + "\"";
    }
}
