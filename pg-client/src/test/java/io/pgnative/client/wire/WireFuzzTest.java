package io.pgnative.client.wire;

import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S20, S24: whatever bytes come are messages or a violation of the protocol")
class WireFuzzTest {

    @Test
    void findsMessagesHoweverTheyAreCut() {
        Fuzz.run(WireTargets.backend(), WireTargets::findMessages);
    }

    @Test
    void readsMessagesOfServers() {
        Fuzz.run(WireTargets.backend(), WireTargets::readMessagesOfServers);
    }

    @Test
    void readsMessagesOfServersDuringTheStartUp() {
        Fuzz.run(WireTargets.backend(), WireTargets::readMessagesDuringTheStartUp);
    }

    @Test
    void readsBodiesOfServers() {
        Fuzz.run(WireTargets.backend(), WireTargets::readBodiesOfServers);
    }

    @Test
    void readsMessagesOfClients() {
        Fuzz.run(WireTargets.frontend(), WireTargets::readMessagesOfClients);
    }
}
