package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.Invariants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults of a real server and of its sessions; after each the client is as good as before. */
@Timeout(120)
class ServerFaultsTest {

    private static final String NAME = "server-faults";
    private static final int MAX_CONNECTIONS = 12;

    private static @Nullable EmbeddedServer server;

    private final Vertx vertx = Vertx.vertx();
    private @Nullable PgClient opened;

    @BeforeAll
    static void start() {
        server = EmbeddedServer.create(Map.of(
                "max_connections", Integer.toString(MAX_CONNECTIONS),
                "superuser_reserved_connections", "3",
                "restart_after_crash", "on"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static EmbeddedServer server() {
        if (server == null) {
            throw new IllegalStateException("no server");
        }
        return server;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
        await(vertx.close());
    }

    private PgClientBuilder builder(int maxSize) {
        return PgClient.builder(vertx)
                .dsn(server().dsn())
                .applicationName(NAME)
                .poolMaxSize(maxSize)
                .poolAcquireTimeout(Duration.ofSeconds(20));
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient made = builder.build();
        opened = made;
        return made;
    }

    private static Invariants invariants(PgClient pg) {
        return new Invariants(
                pg,
                () -> Long.parseLong(server().query(
                                "select count(*) from pg_stat_activity where application_name = '" + NAME + "'")));
    }

    private static @Nullable String state(@Nullable Throwable failure) {
        return failure instanceof PgException known ? known.sqlState() : "none";
    }

    private static @Nullable Throwable failure(Future<?> call) {
        return catchThrowable(() -> await(call));
    }

    private static int pid(PgConnection connection) {
        return connection.processId();
    }

    private static void awaitActive(String marker) {
        while (server().query("select count(*) from pg_stat_activity where state = 'active' and query like '%" + marker
                        + "%' and pid <> pg_backend_pid()")
                .equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("F01: a backend that is killed takes all sessions along; when the server is back all is as before")
    void survivesTheKillOfABackend() throws IOException, InterruptedException {
        PgClient pg = built(builder(4));
        Invariants invariants = invariants(pg);
        PgConnection victim = await(pg.acquire());
        Future<Rows> running = invariants.watch(victim.fetch("select pg_sleep(60), 'killed'"));
        Future<Rows> other = invariants.watch(pg.fetch("select pg_sleep(60), 'bystander'"));
        awaitActive("killed");
        awaitActive("bystander");
        assertThat(new ProcessBuilder("kill", "-9", Integer.toString(pid(victim)))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(failure(running))
                .isInstanceOfSatisfying(PgConnectionLostException.class, lost -> assertThat(lost.wasSent())
                        .isTrue());
        assertThat(failure(other)).satisfies(lost -> assertThat(state(lost)).isIn("57P02", "08007"));
        await(victim.close());
        // While the server recovers it answers 57P03: the call waits for a connection and does not fail.
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        invariants.check();
    }

    @Test
    @DisplayName("F02, A124: what the server says when it ends a session is what its running statement fails with")
    void tellsWhyTheServerEndedASession() {
        PgClient pg = built(builder(2));
        Invariants invariants = invariants(pg);
        Future<Rows> running = invariants.watch(pg.fetch("select pg_sleep(60), 'terminated'"));
        awaitActive("terminated");
        server().execute("select pg_terminate_backend(pid) from pg_stat_activity where query like '%terminated%'"
                + " and pid <> pg_backend_pid()");
        assertThat(failure(running)).isInstanceOfSatisfying(PgServerException.class, told -> {
            assertThat(told.sqlState()).isEqualTo("57P01");
            assertThat(told.isFatal()).isTrue();
        });
        invariants.check();
    }

    @Test
    @DisplayName("F05: an immediate restart under load fails what was in flight, and nothing once the server is back")
    void survivesAnImmediateRestart() {
        PgClient pg = built(builder(4));
        Invariants invariants = invariants(pg);
        AtomicInteger served = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(invariants.watch(pg.fetch("select pg_sleep(0.02)").onSuccess(rows -> served.incrementAndGet())));
        }
        while (served.get() == 0) {
            Thread.onSpinWait();
        }
        server().restart(true);
        for (Future<?> each : all) {
            @Nullable Throwable failure = failure(each);
            if (failure != null) {
                assertThat(failure).isInstanceOfAny(PgConnectionLostException.class, PgServerException.class);
            }
        }
        assertThat(served).hasValueGreaterThan(90);
        invariants.check();
    }

    @Test
    @DisplayName("F06: while the server is away calls wait, until their time is over; the last failure is the cause")
    void waitsForAServerThatIsAway() {
        PgClient pg = built(builder(2).poolAcquireTimeout(Duration.ofSeconds(1)));
        await(pg.fetch("select 1"));
        server().stop();
        try {
            @Nullable Throwable late = failure(pg.acquire().compose(c -> c.fetch("select 1")));
            late = late instanceof PgAcquireTimeoutException ? late : failure(pg.fetch("select 1"));
            assertThat(late).isInstanceOf(PgAcquireTimeoutException.class).hasCauseInstanceOf(PgConnectException.class);
        } finally {
            server().start();
        }
        assertThat(await(pg.fetchValue(Integer.class, "select 1")
                        .recover(late -> pg.fetchValue(Integer.class, "select 1"))))
                .contains(1);
        invariants(pg).check();
    }

    @Test
    @DisplayName("F07: when the server takes no more connections calls wait for those that there are")
    void waitsForConnectionsThatThereAre() {
        server().execute("drop role if exists plain; create role plain login");
        PgClient pg = built(builder(2 * MAX_CONNECTIONS).user("plain"));
        Invariants invariants = invariants(pg);
        List<Future<Rows>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(invariants.watch(pg.fetch("select pg_sleep(0.05)")));
        }
        all.forEach(each -> assertThat(await(each).size()).isEqualTo(1));
        assertThat(pg.statistics().openFailures()).isPositive();
        assertThat(pg.statistics().size()).isLessThanOrEqualTo(MAX_CONNECTIONS);
        invariants.check();
    }

    @Test
    @DisplayName("F08: what waiting cannot cure fails at once")
    void failsFastWhenWaitingCannotHelp() {
        for (String missing : List.of("nodatabase")) {
            PgClient pg = built(builder(2).database(missing));
            assertThat(failure(pg.fetch("select 1")))
                    .satisfies(failure -> assertThat(state(failure)).isEqualTo("3D000"));
            await(pg.close(Duration.ZERO));
        }
        PgClient pg = built(builder(2).user("nobody-here"));
        assertThat(failure(pg.fetch("select 1")))
                .satisfies(failure -> assertThat(state(failure)).startsWith("28"));
    }

    @Test
    @DisplayName("F09: a transaction that was idle too long fails with the server's reason, and its connection goes")
    void tellsThatATransactionWasIdleTooLong() {
        PgClient pg = built(builder(1).parameter("idle_in_transaction_session_timeout", "50"));
        Invariants invariants = invariants(pg);
        PgConnection connection = await(pg.acquire());
        PgTransaction transaction = await(connection.begin());
        await(transaction.fetch("select 1"));
        while (!connection.isClosed()) {
            Thread.onSpinWait();
        }
        assertThat(failure(transaction.fetch("select 2")))
                .isInstanceOf(PgConnectionLostException.class)
                .hasStackTraceContaining("25P03");
        assertThat(failure(transaction.rollback())).isNull();
        await(connection.close());
        invariants.check();
    }

    @Test
    @DisplayName("F10: sessions that the server ends since they are idle go without anybody noticing")
    void doesNotMindTheEndOfIdleSessions() {
        PgClient pg = built(builder(2).parameter("idle_session_timeout", "50"));
        await(pg.fetch("select 1"));
        while (pg.statistics().closed() == 0) {
            Thread.onSpinWait();
        }
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }

    @Test
    @DisplayName("F11: time-outs of the server are its errors, and cost no connection")
    void tellsTimeoutsOfTheServer() {
        PgClient pg = built(builder(2));
        Invariants invariants = invariants(pg);
        server().execute("create table if not exists locked(id int)");
        assertThat(failure(pg.withConnection(
                        c -> c.execute("set statement_timeout = 50").compose(done -> c.fetch("select pg_sleep(60)")))))
                .isInstanceOfSatisfying(PgServerException.class, told -> assertThat(told.sqlState())
                        .isEqualTo("57014"));
        PgConnection holder = await(pg.acquire());
        PgTransaction holding = await(holder.begin());
        await(holding.execute("lock table locked"));
        assertThat(failure(pg.withConnection(
                        c -> c.execute("set lock_timeout = 50").compose(done -> c.fetch("select * from locked")))))
                .isInstanceOfSatisfying(PgServerException.class, told -> assertThat(told.sqlState())
                        .isEqualTo("55P03"));
        await(holding.rollback());
        await(holder.close());
        assertThat(pg.statistics().closed()).isZero();
        invariants.check();
    }

    @Test
    @DisplayName("F12: of two transactions that lock each other out one is run again as a whole")
    void runsTheVictimOfADeadlockAgain() {
        PgClient pg = built(builder(2));
        Invariants invariants = invariants(pg);
        server().execute("drop table if exists pair; create table pair(id int primary key, n int);"
                + " insert into pair values (1, 0), (2, 0)");
        AtomicInteger runs = new AtomicInteger();
        Function<int[], Future<?>> update = order ->
                invariants.watch(pg.inTransaction(TransactionOptions.defaults().retries(3), tx -> {
                    runs.incrementAndGet();
                    return tx.execute("update pair set n = n + 1 where id = $1", order[0])
                            .compose(done -> tx.fetch("select pg_sleep(0.1)"))
                            .compose(done -> tx.execute("update pair set n = n + 1 where id = $1", order[1]));
                }));
        Future<?> one = update.apply(new int[] {1, 2});
        Future<?> two = update.apply(new int[] {2, 1});
        await(one);
        await(two);
        assertThat(runs).hasValueGreaterThan(2);
        assertThat(await(pg.fetch("select n from pair")))
                .extracting(row -> row.getInt(0))
                .containsExactly(2, 2);
        invariants.check();
    }

    @Test
    @DisplayName("F13: a deferred constraint fails the COMMIT, a statement of its own, and a batch")
    void failsWhereADeferredConstraintDoes() {
        PgClient pg = built(builder(2));
        Invariants invariants = invariants(pg);
        server().execute(
                        "drop table if exists deferred;"
                                + " create table deferred(id int unique deferrable initially deferred); insert into deferred values (1)");
        String insert = "insert into deferred values ($1)";
        AtomicInteger runs = new AtomicInteger();
        List<Future<?>> calls = List.of(
                invariants.watch(pg.inTransaction(TransactionOptions.defaults().retries(2), tx -> {
                    runs.incrementAndGet();
                    return tx.execute(insert, 1);
                })),
                invariants.watch(pg.execute(insert, 1)),
                invariants.watch(pg.execute("insert into deferred values (1)")),
                invariants.watch(pg.executeMany(insert, List.of(new Object[] {5}, new Object[] {1}))));
        calls.forEach(call -> assertThat(failure(call))
                .isInstanceOfSatisfying(PgServerException.class, told -> assertThat(told.sqlState())
                        .isEqualTo("23505")));
        assertThat(runs).hasValue(1);
        Row count = await(pg.fetchOne("select count(*) from deferred"));
        assertThat(count.getLong(0)).isEqualTo(1);
        invariants.check();
    }
}
