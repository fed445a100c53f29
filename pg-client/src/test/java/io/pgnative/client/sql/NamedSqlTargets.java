package io.pgnative.client.sql;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.fuzz.Fuzz;
import java.util.List;

/** What reads SQL with names, to be fuzzed, and some to begin with. */
final class NamedSqlTargets {

    private NamedSqlTargets() {}

    static List<byte[]> statements() {
        return Fuzz.seeds(
                "select * from t where a = :a and b = :b",
                "select ':no', \":no\", $$ :no $$, $tag$ :no $tag$ -- :no\n, :yes",
                "select E'\\':no', U&':no', a::int, /* :no /* :no */ */ :yes",
                "select a[:from::int], b ? 'x', c @? '$', d := 1",
                "insert into t values (:a, :b, :a)",
                "select '");
    }

    static void read(byte[] input) {
        try {
            NamedSql.read(Fuzz.text(input));
        } catch (PgMisuseException expected) {
            // What is no SQL.
        }
    }
}
