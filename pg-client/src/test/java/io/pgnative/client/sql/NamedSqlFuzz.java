package io.pgnative.client.sql;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pgnative.client.fuzz.Fuzz;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S19: whatever text is given is SQL with names or a misuse")
class NamedSqlFuzz {

    @MethodSource("io.pgnative.client.sql.NamedSqlTargets#statements")
    @FuzzTest
    void readsAnything(byte[] input) {
        Fuzz.judge(NamedSqlTargets::read, input);
    }
}
