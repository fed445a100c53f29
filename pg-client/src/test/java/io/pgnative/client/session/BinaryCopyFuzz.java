package io.pgnative.client.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S21: whatever a COPY brings is rows or a violation of the protocol")
class BinaryCopyFuzz {

    @MethodSource("io.pgnative.client.session.BinaryCopyTargets#copies")
    @FuzzTest
    void readsAnything(byte[] input) {
        Fuzz.judge(BinaryCopyTargets::read, input);
    }
}
