package io.pgnative.client.session.auth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S07, S08: whatever a server says by SCRAM is taken or refused")
class ScramFuzz {

    @MethodSource("io.pgnative.client.session.auth.ScramTargets#firstMessages")
    @FuzzTest
    void hearsTheServersFirstMessage(byte[] input) {
        Fuzz.judge(ScramTargets::hearFirst, input);
    }

    @MethodSource("io.pgnative.client.session.auth.ScramTargets#lastMessages")
    @FuzzTest
    void hearsTheServersLastMessage(byte[] input) {
        Fuzz.judge(ScramTargets::hearLast, input);
    }
}
