package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ListenRecovery;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TargetSessionAttributes;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.config.Passwords;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgSessionTest {

    private final PgSessionFactory factory;
    private final ContextInternal context;
    private Session session;

    PgSessionTest(Vertx vertx, TestDatabase database) {
        PgOptions options = new PgOptions(
                List.of(new PgHost(database.host(), database.port())),
                TargetSessionAttributes.ANY,
                LoadBalanceHosts.DISABLE,
                PoolerMode.SESSION,
                database.database(),
                database.user(),
                null,
                Passwords.known(database.password()),
                Map.of("application_name", "session-test"),
                Duration.ofSeconds(10),
                null,
                null,
                Duration.ofSeconds(1),
                100_000,
                1 << 30,
                PgOptions.Tls.DISABLED,
                PgOptions.Authentication.DEFAULT,
                new PgOptions.Limits(0, 256 * 1024, 0, 0),
                new PgOptions.StatementCache(2, Duration.ofSeconds(300), 15 * 1024, StatementMode.NAMED),
                new PgOptions.Pool(
                        "test",
                        1,
                        0,
                        10,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        0,
                        1,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        ResetPolicy.NONE,
                        Duration.ZERO),
                new PgOptions.Logging(null, false),
                new PgOptions.Listening(Duration.ZERO, ListenRecovery.DEFAULT),
                PgOptions.Protocol.DEFAULT,
                PgOptions.Tcp.DEFAULT);
        factory = new PgSessionFactory(
                (VertxInternal) vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null);
        context = ((VertxInternal) vertx).createEventLoopContext();
        session = await(factory.open(context));
    }

    private static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void table() {
        run("create table if not exists item(id int primary key, name text); truncate item");
    }

    @AfterEach
    void close() {
        await(session.close());
    }

    private <T> Future<T> start(String sql, ResultCollector<T> collector, @Nullable Object... args) {
        return submit(Requests.query(null, sql, args, collector, Request.NO_DEADLINE));
    }

    private <T> Future<T> submit(Request<T> request) {
        session.submit(request);
        return request.future();
    }

    private Rows fetch(String sql, @Nullable Object... args) {
        return await(submit(Requests.query(null, sql, args, ResultCollector.rows(), Request.NO_DEADLINE)));
    }

    private CommandResult run(String sql) {
        Request<CommandResult> request = Requests.script(null, sql, Request.NO_DEADLINE);
        session.submit(request);
        return await(request.future());
    }

    private Future<CommandResult> batch(String sql, Iterable<?> rows) {
        Request<CommandResult> request = Requests.batch(null, sql, rows, Request.NO_DEADLINE);
        session.submit(request);
        return request.future();
    }

    private long items() {
        return fetch("select count(*) from item").get(0).getLong(0);
    }

    @Test
    void tellsWhatTheServerReportedAtStartUp() {
        assertThat(session.processId()).isPositive();
        assertThat(session.settings()).containsEntry("client_encoding", "UTF8");
        assertThat(session.settings()).containsEntry("application_name", "session-test");
        assertThat(session.serverVersion().major()).isGreaterThanOrEqualTo(14);
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void fetchesRowsWithArguments() {
        Rows rows = fetch("select g, 'n' || g as name, null::int from generate_series(1, $1) g", 3);
        assertThat(rows.size()).isEqualTo(3);
        Row last = rows.get(2);
        assertThat(last.getInt(0)).isEqualTo(3);
        assertThat(last.getString("name")).isEqualTo("n3");
        assertThat(last.isNull(2)).isTrue();
        assertThat(rows.result()).isEqualTo(new CommandResult("SELECT 3", 3));
    }

    @Test
    void gathersResultsLargerThanAChunk() {
        Rows rows = fetch("select g, repeat('x', g % 2000) from generate_series(1, 20000) g");
        assertThat(rows.size()).isEqualTo(20000);
        int expected = 1;
        for (Row row : rows) {
            assertThat(row.getInt(0)).isEqualTo(expected);
            assertThat(row.getString(1)).hasSize(expected % 2000);
            expected++;
        }
        assertThat(rows.get(12345).getInt(0)).isEqualTo(12346);
    }

    @Test
    void runsManyStatementsWithoutWaitingForEachOther() {
        List<Future<Rows>> futures = IntStream.range(0, 200)
                .mapToObj(i -> start("select $1::int + " + i % 5, ResultCollector.rows(), i))
                .toList();
        for (int i = 0; i < 200; i++) {
            assertThat(await(futures.get(i)).get(0).getInt(0)).isEqualTo(i + i % 5);
        }
    }

    @Test
    void keepsNoMoreStatementsPreparedThanTheCacheHolds() {
        for (int i = 0; i < 5; i++) {
            fetch("select " + i);
        }
        assertThat(fetch("select count(*) from pg_prepared_statements").get(0).getLong(0))
                .isEqualTo(2);
        assertThat(session.statementCacheFigures().size()).isEqualTo(2);
        assertThat(session.statementCacheFigures().evictions()).isEqualTo(4);
    }

    @Test
    void failsOneStatementAndRunsTheNext() {
        Future<Rows> wrong = start("select 1 / $1", ResultCollector.rows(), 0);
        Future<Rows> right = start("select 2", ResultCollector.rows());
        assertThatThrownBy(() -> await(wrong))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("22012"));
        assertThat(await(right).get(0).getInt(0)).isEqualTo(2);
    }

    @Test
    void showsTheStatementAndThePositionOfAnError() {
        assertThatThrownBy(() -> fetch("select id\nfrom bok where id = $1", 1))
                .hasMessageContaining("relation \"bok\" does not exist (42P01")
                .hasMessageContaining("\n  from bok where id = $1\n       ^\n");
    }

    @Test
    void refusesArgumentsThatDoNotFitBeforeSendingAnything() {
        assertThatThrownBy(() -> fetch("select $1::int", "one"))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1 of type int4")
                .hasMessageNotContaining("one");
        assertThatThrownBy(() -> fetch("select $1::int", 1, 2))
                .hasMessageContaining("takes 1 argument, but 2 were given");
        assertThat(fetch("select $1::int", 1).get(0).getInt(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("A024: a script of several statements gives the last tag")
    void runsScripts() {
        assertThat(run("select 1; select g from generate_series(1, 10) g").tag())
                .isEqualTo("SELECT 10");
        assertThat(run("").tag()).isEmpty();
        assertThat(run("begin").tag()).isEqualTo("BEGIN");
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        assertThatThrownBy(() -> run("select 1 / 0")).isInstanceOf(PgServerException.class);
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
        assertThat(run("commit").tag()).isEqualTo("ROLLBACK");
    }

    @Test
    @DisplayName("A030: a server error in a batch leaves nothing, also after many slices were written")
    void batchIsAtomic() {
        assertThat(await(batch(
                                "insert into item values ($1, $2)",
                                List.of(List.of(1, "a"), new @Nullable Object[] {2, null})))
                        .rowCount())
                .isEqualTo(2);
        List<Object[]> clashing = new ArrayList<>();
        for (int i = 3; i < 20_000; i++) {
            clashing.add(new Object[] {i == 19_000 ? 1 : i, "row " + i});
        }
        assertThatThrownBy(() -> await(batch("insert into item values ($1, $2)", clashing)))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("23505"))
                .hasMessageContaining("row 18997 of the batch");
        assertThat(items()).isEqualTo(2);
    }

    @Test
    @DisplayName("A029: a client error in a batch leaves nothing, also after slices were written")
    void batchIsRolledBackOnClientErrors() {
        Iterable<Object[]> failing = () -> Stream.concat(
                        IntStream.range(0, 50_000).mapToObj(i -> new Object[] {i, "row"}),
                        Stream.<Object[]>of(new Object[] {"wrong", "row"}))
                .iterator();
        assertThatThrownBy(() -> await(batch("insert into item values ($1, $2)", failing)))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("row 50000 of the batch: argument 1 of type int4");
        assertThat(items()).isZero();
    }

    @Test
    void batchOfNothingDoesNothing() {
        assertThat(await(batch("insert into item values ($1, $2)", List.of()))).isEqualTo(new CommandResult("", 0));
    }

    @Test
    @DisplayName("A054: a deadline cancels its own statement and never the next one")
    void deadlinesCancel() {
        for (int i = 0; i < 30; i++) {
            Request<Rows> slow = Requests.query(
                    null,
                    "select pg_sleep(10)",
                    new Object[0],
                    ResultCollector.rows(),
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10));
            session.submit(slow);
            assertThatThrownBy(() -> await(slow.future())).isInstanceOf(PgTimeoutException.class);
            assertThat(fetch("select 1").get(0).getInt(0)).isEqualTo(1);
        }
    }

    @Test
    void aDeadlineDoesNotCancelWhenAnotherStatementFollowsInThePipeline() {
        // Prepared before, so that the time is for running it.
        fetch("select pg_sleep($1)", 0.0);
        Request<Rows> slow = Requests.query(
                null,
                "select pg_sleep($1)",
                new Object[] {0.5},
                ResultCollector.rows(),
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100));
        session.submit(slow);
        Future<Rows> next = start("select pg_sleep($1)", ResultCollector.rows(), 0.0);
        assertThatThrownBy(() -> await(slow.future()))
                .isInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("had been sent and may have run");
        assertThat(await(next).size()).isEqualTo(1);
    }

    @Test
    void preparesAgainWhatTheServerHasForgotten() {
        assertThat(fetch("select 7").get(0).getInt(0)).isEqualTo(7);
        run("deallocate all");
        assertThat(fetch("select 7").get(0).getInt(0)).isEqualTo(7);
        run("create table if not exists wide(a int)");
        assertThat(fetch("select * from wide").columns()).hasSize(1);
        run("alter table wide add b text");
        assertThat(fetch("select * from wide").columns()).hasSize(2);
        run("drop table wide");
    }

    @Test
    @DisplayName("F02: a terminated backend fails the running statement with the server's words")
    void terminatedBackend(TestDatabase database) {
        Future<Rows> running = start("select pg_sleep(30)", ResultCollector.rows());
        Future<Rows> behind = start("select 1", ResultCollector.rows());
        database.execute("select pg_terminate_backend(" + session.processId() + ")");
        assertThatThrownBy(() -> await(running))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("57P01"));
        assertThatThrownBy(() -> await(behind)).hasMessageContaining("the statement had");
        assertThat(session.isOpen()).isFalse();
    }
}
