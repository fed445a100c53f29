package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the look-up of types costs the server. */
@ExtendWith(PostgresExtension.class)
class CatalogQueryTest {

    /** The default of {@code jit_above_cost}. */
    private static final double JIT_ABOVE_COST = 100_000;

    private static final Pattern COST = Pattern.compile("\\.\\.([0-9.]+) rows");

    private final TestDatabase database;

    CatalogQueryTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void staysFarBelowWhatTheServerCompiles() throws SQLException {
        StringBuilder tables = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            tables.append("create table t").append(i).append("(a int, b text, c numeric[], d timestamptz);");
        }
        database.execute(tables + "create type deep as (t0 t0, t1 t1[], t2 t2); analyze");
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("prepare look(oid[], text[]) as " + CatalogQuery.SQL);
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery(
                    "explain (analyze) execute look(array['deep[]'::regtype, 't3'::regtype]::oid[], '{deep,int}')")) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            Matcher cost = COST.matcher(plan);
            assertThat(cost.find()).isTrue();
            assertThat(Double.parseDouble(cost.group(1))).as(plan.toString()).isLessThan(JIT_ABOVE_COST / 4);
        }
    }
}
