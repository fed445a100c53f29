package io.pgnative.client.session;

import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S21: whatever a COPY brings is rows or a violation of the protocol")
class BinaryCopyFuzzTest {

    @Test
    void readsAnything() {
        Fuzz.run(BinaryCopyTargets.copies(), BinaryCopyTargets::read);
    }
}
