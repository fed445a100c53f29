package io.pgnative.client.sql;

import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S19: whatever text is given is SQL with names or a misuse")
class NamedSqlFuzzTest {

    @Test
    void readsAnything() {
        Fuzz.run(NamedSqlTargets.statements(), NamedSqlTargets::read);
    }
}
