package io.pgnative.client.type;

import java.util.List;

/** JSON documents of all shapes. */
final class JsonSamples {

    /** Numbers among them that no double holds: as text they must stay as they are. */
    static final List<String> EXACT = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "1.000",
            "12345678901234567890123456789",
            "0.1234567890123456789012345678901234567890",
            "1e400",
            "\"\"",
            "\"text with \\\" and \\\\ and \\u00e9 and \\ud83d\\ude00\"",
            "[]",
            "{}",
            "[null]",
            "[[[[1]]]]",
            "{\"\": {\"a\": [1, 2.5, \"x\", null, {\"b\": false}]}}",
            "  [ 1 , 2 ]  ");

    private JsonSamples() {}
}
