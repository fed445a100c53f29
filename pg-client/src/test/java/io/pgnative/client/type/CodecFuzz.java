package io.pgnative.client.type;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S22, S23: bytes that are no value give a decode error and nothing else")
class CodecFuzz {

    @MethodSource("io.pgnative.client.type.CodecTargets#values")
    @FuzzTest
    void readsValues(byte[] input) {
        CodecTargets.judgeValue(input);
    }

    @MethodSource("io.pgnative.client.type.CodecTargets#texts")
    @FuzzTest
    void readsTexts(byte[] input) {
        CodecTargets.judgeText(input);
    }
}
