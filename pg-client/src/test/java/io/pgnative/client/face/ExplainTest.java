package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.ExplainOptions;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgStatement;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ExplainTest {

    private static final String INSERT = "insert into item values ($1, $2)";

    private final TestDatabase database;
    private final PgClient pg;
    private final BlockingPgConnection connection;

    ExplainTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(2)
                .queryTimeout(Duration.ofSeconds(20))
                .build();
        this.connection = pg.blocking().acquire();
    }

    @BeforeEach
    void table() {
        database.execute("drop table if exists item; create table item(id int primary key, name text)");
    }

    @AfterEach
    void close() {
        connection.close();
        await(pg.close(Duration.ofSeconds(5)));
    }

    private long count() {
        return connection.fetchOne(Long.class, "select count(*) from item");
    }

    private static String relation(String plan) {
        return new JsonArray(plan).getJsonObject(0).getJsonObject("Plan").getString("Relation Name");
    }

    @Test
    @DisplayName("A036: explain tells the plan and runs nothing, with and without arguments")
    void explains() {
        assertThat(relation(
                        connection.prepare("select * from item where name = $1").explain("x")))
                .isEqualTo("item");
        assertThat(relation(connection.prepare(INSERT).explain(1, "x"))).isEqualTo("item");
        assertThat(connection.prepare("select 1").explain()).contains("\"Plan\"");
        assertThat(count()).isZero();
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void writesEachFormat() {
        BlockingPgStatement statement = connection.prepare("select * from item where id > $1 order by name");
        ExplainOptions options = ExplainOptions.defaults().costs(false);
        assertThat(statement.explain(options.format(ExplainOptions.Format.TEXT), 1))
                .startsWith("Sort\n  Sort Key: name\n  ->  ")
                .contains("Filter: (id > 1)".substring(8, 14));
        assertThat(statement.explain(options.format(ExplainOptions.Format.XML), 1))
                .startsWith("<explain");
        assertThat(statement.explain(options.format(ExplainOptions.Format.YAML), 1))
                .startsWith("- Plan:");
        assertThat(new JsonArray(statement.explain(options.format(ExplainOptions.Format.JSON), 1)))
                .hasSize(1);
    }

    @Test
    void passesEachOptionOn() {
        BlockingPgStatement statement = connection.prepare(INSERT);
        connection.execute("set enable_seqscan = off");
        String plan = statement.explain(
                ExplainOptions.defaults()
                        .analyze()
                        .verbose()
                        .settings()
                        .buffers(true)
                        .wal()
                        .timing(false)
                        .summary(true),
                1,
                "x");
        assertThat(plan)
                .contains("\"Settings\"", "\"Output\"", "WAL Records", "Shared Hit Blocks", "Execution Time")
                .doesNotContain("Actual Total Time");
        connection.execute("reset enable_seqscan");
        if (connection.serverVersion().major() >= 17) {
            assertThat(connection
                            .prepare("select 1")
                            .explain(ExplainOptions.defaults()
                                    .analyze()
                                    .memory()
                                    .serialize(ExplainOptions.Serialize.BINARY)))
                    .contains("Serialization");
        } else {
            assertThatThrownBy(() -> connection
                            .prepare("select 1")
                            .explain(ExplainOptions.defaults().memory()))
                    .hasMessageContaining("memory");
        }
        assertThat(ExplainOptions.defaults().analyze()).hasToString("explain (format json, analyze on)");
    }

    @Test
    @DisplayName("A036: analyze of an INSERT leaves no row, outside a transaction and inside, which goes on")
    void undoesWhatItHasRun() {
        BlockingPgStatement insert = connection.prepare(INSERT);
        assertThat(insert.explain(ExplainOptions.defaults().analyze(), 1, "x")).contains("\"Actual Rows\"");
        assertThat(count()).isZero();
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        connection.inTransaction(tx -> {
            // Before the server knows of the transaction, and after.
            for (int i = 0; i < 2; i++) {
                insertAnalyzed(tx, i);
                tx.execute(INSERT, i, "kept");
            }
            return null;
        });
        connection.execute("begin");
        insert.explain(ExplainOptions.defaults().analyze(), 7, "x");
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        connection.execute("commit");
        assertThat(connection.fetch(Integer.class, "select id from item order by id"))
                .containsExactly(0, 1);
    }

    private static void insertAnalyzed(BlockingPgTransaction tx, int id) {
        assertThat(tx.prepare(INSERT).explain(ExplainOptions.defaults().analyze(), id, "undone"))
                .contains("\"Actual Rows\"");
    }

    @Test
    void undoesAFailureAsWell() {
        connection.execute("insert into item values (1, 'one')");
        BlockingPgStatement insert = connection.prepare(INSERT);
        ExplainOptions analyze = ExplainOptions.defaults().analyze();
        assertThatThrownBy(() -> insert.explain(analyze, 1, "again")).isInstanceOf(PgServerException.class);
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        connection.inTransaction(tx -> {
            BlockingPgStatement inside = tx.prepare(INSERT);
            assertThatThrownBy(() -> inside.explain(analyze, 1, "again"))
                    .isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                            .isEqualTo("23505"));
            return tx.execute(INSERT, 2, "two");
        });
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void refusesArgumentsBeforeAnythingIsSent() {
        BlockingPgStatement insert = connection.prepare(INSERT);
        assertThatThrownBy(() -> insert.explain(ExplainOptions.defaults().analyze(), "wrong", "x"))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1 of type int4");
        assertThatThrownBy(() -> insert.explain(1)).hasMessageContaining("takes 2 arguments, but 1 was given");
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void isUndoneWhenItIsGivenUp(Vertx vertx) {
        PgClient hasty = PgClient.builder(vertx)
                .dsn(database.dsn())
                .queryTimeout(Duration.ofMillis(300))
                .build();
        try (BlockingPgConnection other = hasty.blocking().acquire()) {
            BlockingPgStatement slow =
                    other.prepare("insert into item select 1, case when pg_sleep(30) is null then '' end");
            assertThatThrownBy(() -> slow.explain(ExplainOptions.defaults().analyze()))
                    .isInstanceOf(PgTimeoutException.class);
            assertThat(other.fetchOne(Long.class, "select count(*) from item")).isZero();
            assertThat(other.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        }
        await(hasty.close(Duration.ofSeconds(5)));
    }

    @Test
    void letsNothingInBetween() {
        var futures = await(pg.acquire());
        PgStatement insert = await(futures.prepare(INSERT));
        Future<String> plan = insert.explain(ExplainOptions.defaults().analyze(), 1, "undone");
        List<Future<?>> behind =
                List.of(insert.execute(2, "kept"), futures.execute("insert into item values (3, 'kept')"));
        assertThat(await(plan)).contains("\"Actual Rows\"");
        behind.forEach(Futures::await);
        assertThat(await(futures.fetch(Integer.class, "select id from item order by id")))
                .containsExactly(2, 3);
        await(futures.close());
    }
}
