package io.pgnative.client.sql;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.fuzz.Fuzz;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NamedSqlFuzzTest {

    private static final List<String> SEEDS = List.of(
            "select * from t where a = :a and b = :b",
            "select ':no', \":no\", $$ :no $$, $tag$ :no $tag$ -- :no\n, :yes",
            "select E'\\':no', U&':no', a::int, /* :no /* :no */ */ :yes",
            "select a[:from::int], b ? 'x', c @? '$', d := 1",
            "insert into t values (:a, :b, :a)",
            "select '");

    @Test
    @DisplayName("S19: whatever text is given is SQL with names or a misuse")
    void readsAnything() {
        Fuzz.runText(SEEDS, sql -> {
            try {
                NamedSql.read(sql);
            } catch (PgMisuseException expected) {
                // What is no SQL.
            }
        });
    }
}
