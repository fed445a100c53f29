package io.pgnative.client.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S20, S24: whatever bytes come are messages or a violation of the protocol")
class WireFuzz {

    @MethodSource("io.pgnative.client.wire.WireTargets#backend")
    @FuzzTest
    void findsMessagesHoweverTheyAreCut(byte[] input) {
        Fuzz.judge(WireTargets::findMessages, input);
    }

    @MethodSource("io.pgnative.client.wire.WireTargets#backend")
    @FuzzTest
    void readsMessagesOfServers(byte[] input) {
        Fuzz.judge(WireTargets::readMessagesOfServers, input);
    }

    @MethodSource("io.pgnative.client.wire.WireTargets#backend")
    @FuzzTest
    void readsMessagesOfServersDuringTheStartUp(byte[] input) {
        Fuzz.judge(WireTargets::readMessagesDuringTheStartUp, input);
    }

    @MethodSource("io.pgnative.client.wire.WireTargets#backend")
    @FuzzTest
    void readsBodiesOfServers(byte[] input) {
        Fuzz.judge(WireTargets::readBodiesOfServers, input);
    }

    @MethodSource("io.pgnative.client.wire.WireTargets#frontend")
    @FuzzTest
    void readsMessagesOfClients(byte[] input) {
        Fuzz.judge(WireTargets::readMessagesOfClients, input);
    }
}
