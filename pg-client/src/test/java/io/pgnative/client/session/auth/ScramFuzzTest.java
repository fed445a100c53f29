package io.pgnative.client.session.auth;

import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S07, S08: whatever a server says by SCRAM is taken or refused")
class ScramFuzzTest {

    @Test
    void hearsTheServersFirstMessage() {
        Fuzz.run(ScramTargets.firstMessages(), ScramTargets::hearFirst);
    }

    @Test
    void hearsTheServersLastMessage() {
        Fuzz.run(ScramTargets.lastMessages(), ScramTargets::hearLast);
    }
}
