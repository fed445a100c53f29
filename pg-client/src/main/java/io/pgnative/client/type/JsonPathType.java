package io.pgnative.client.type;

import java.util.List;

/** {@code jsonpath}: a version byte and the text. */
final class JsonPathType {

    private JsonPathType() {}

    static List<ScalarCodec> codecs() {
        return List.of(new VersionedTextCodec(4072, 4073, "jsonpath"));
    }
}
