package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.testing.Invariants;
import io.pgnative.client.testing.PgBouncer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of a pooler in transaction mode; after each the client is as good as before. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PoolerFaultsTest {

    private static final int SERVERS = 2;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Vertx vertx;
    private final TestDatabase database;
    private final PgBouncer bouncer;
    private final List<PgClient> clients = new ArrayList<>();

    PoolerFaultsTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.bouncer = PgBouncer.start(database, SERVERS);
    }

    @BeforeEach
    void table() {
        database.execute("create table if not exists pooled_fault (id int); truncate pooled_fault");
    }

    @AfterEach
    void close() {
        clients.forEach(pg -> await(pg.close(Duration.ofSeconds(5))));
        bouncer.close();
    }

    private PgClientBuilder builder(int maxSize) {
        return PgClient.builder(vertx)
                .environment(false)
                .dsn(bouncer.dsn())
                .poolerMode(PoolerMode.TRANSACTION)
                .poolMaxSize(maxSize)
                .poolAcquireTimeout(Duration.ofSeconds(20));
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient pg = builder.build();
        clients.add(pg);
        return pg;
    }

    /** What the server has of a client are the connections that the pooler has of it. */
    private Invariants invariants(PgClient pg) {
        return new Invariants(pg, bouncer::clients);
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
        }
    }

    private boolean isSleeping(int statements) {
        return database.query("select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep%'"
                        + " and pid <> pg_backend_pid() and datname = current_database()")
                .equals(Integer.toString(statements));
    }

    private void endSleepers() {
        database.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity where query like '%pg_sleep%'"
                + " and pid <> pg_backend_pid() and datname = current_database()");
    }

    // ---------------------------------------------------------------- the pooler's own words

    @Test
    @DisplayName("F83: a pooler that is paused is waited for, and goes on where it was")
    void waitsWhilePaused() {
        PgClient pg = built(builder(4));
        Invariants invariants = invariants(pg);
        await(pg.fetchOne(Integer.class, "select 1"));
        bouncer.command("PAUSE");
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(invariants.watch(pg.fetchOne(Integer.class, "select $1::int4", i)));
        }
        eventually("clients that wait", () -> bouncer.show("CLIENTS").toString().contains("waiting"));
        assertThat(calls).noneMatch(Future::isComplete);
        bouncer.command("RESUME");
        for (int i = 0; i < 8; i++) {
            assertThat(await(calls.get(i))).isEqualTo(i);
        }
        invariants.check();
    }

    @Test
    @DisplayName("F83: query_wait_timeout: nothing has run, and it may be tried again")
    void tellsThatNothingHasRun() {
        PgClient pg = built(builder(4));
        await(pg.fetchOne(Integer.class, "select 1"));
        bouncer.command("SET query_wait_timeout = 1");
        bouncer.command("PAUSE");
        Invariants invariants = invariants(pg);
        List<Future<?>> calls = List.of(
                invariants.watch(pg.execute("insert into pooled_fault values (1)")),
                invariants.watch(pg.fetchOne("insert into pooled_fault values ($1) returning id", 2)),
                invariants.watch(pg.inTransaction(tx -> tx.execute("insert into pooled_fault values (3)"))));
        for (Future<?> call : calls) {
            assertThat(failureOf(call))
                    .hasMessageContaining("query_wait_timeout")
                    .satisfies(failure -> assertThat(isToBeTriedAgain(failure)).isTrue());
        }
        bouncer.command("RESUME");
        assertThat(database.query("select count(*) from pooled_fault")).isEqualTo("0");
        invariants.check();
    }

    private static boolean isToBeTriedAgain(Throwable failure) {
        return failure instanceof PgConnectionLostException lost
                ? !lost.wasSent() && lost.isRetryable()
                : failure instanceof PgConnectException refused && refused.isRetryable();
    }

    @Test
    @DisplayName(
            "F83: no more connections allowed, and a server that cannot be reached: refused, but worth another try")
    void tellsThatThereIsNoRoomNow() {
        bouncer.command("SET max_client_conn = 1");
        bouncer.command("SET query_wait_timeout = 1");
        PgClient holder = built(builder(1));
        PgTransaction held = await(await(holder.acquire()).begin());
        await(held.execute("select 1"));
        PgClient pg = built(builder(1).poolAcquireTimeout(Duration.ofSeconds(1)));
        assertThat(refusal(pg)).hasMessageContaining("no more connections allowed");
        bouncer.command("SET max_client_conn = 100");
        // The pool rests between attempts, by now for longer than its callers wait.
        await(pg.withConnection(Duration.ofSeconds(20), connection -> connection.execute("select 1")));
        await(held.rollback());

        PgClient dead = built(builder(1)
                .dsn(bouncer.dsn(PgBouncer.DEAD))
                .connectTimeout(Duration.ofSeconds(20))
                .poolAcquireTimeout(Duration.ofSeconds(1)));
        assertThat(refusal(dead)).hasMessageContaining("08P01");
    }

    /** Why no connection could be opened, once that is known. */
    private static Throwable refusal(PgClient pg) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        Throwable failure = failureOf(pg.execute("select 1"));
        while (failure.getCause() == null && System.nanoTime() - deadline < 0) {
            failure = failureOf(pg.execute("select 1"));
        }
        if (!(failure.getCause() instanceof PgConnectException refused)) {
            throw new AssertionError("refused for another reason", failure);
        }
        assertThat(refused.isRetryable()).isTrue();
        return refused;
    }

    @Test
    @DisplayName("F83: a pooler that is started again: what was under way is lost, and the next call connects anew")
    void outlivesARestart() {
        PgClient pg = built(builder(4).poolAcquireTimeout(Duration.ofSeconds(2)));
        Invariants invariants = invariants(pg);
        Future<?> running = invariants.watch(pg.execute("select pg_sleep(60)"));
        eventually("a statement under way", () -> isSleeping(1));
        bouncer.stop();
        assertThat(failureOf(running))
                .isInstanceOfSatisfying(PgConnectionLostException.class, lost -> assertThat(lost.wasSent())
                        .isTrue());
        assertThat(refusal(pg)).hasMessageContaining("refused");
        // The server has not noticed yet that nobody waits for its answer.
        endSleepers();
        bouncer.start();
        invariants.check();
    }

    @Test
    @DisplayName("F80: RECONNECT and RELOAD under load are not seen by anyone")
    void doesNotNoticeNewServerConnections() {
        PgClient pg = built(builder(8));
        Invariants invariants = invariants(pg);
        List<Future<?>> calls = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50; i++) {
                calls.add(invariants.watch(pg.fetchOne(Integer.class, "select $1::int4", i)));
                calls.add(invariants.watch(pg.inTransaction(tx ->
                        tx.execute("select 1").compose(one -> tx.fetchOne(Integer.class, "select $1::int4", 2)))));
            }
            bouncer.command("RECONNECT");
            bouncer.command("RELOAD");
        }
        await(Future.all(calls));
        invariants.check();
    }

    // ---------------------------------------------------------------- cancelling

    @Test
    @DisplayName("F84: a statement is cancelled through the pooler, and the connection goes on")
    void cancelsThroughThePooler() {
        PgClient pg = built(builder(1));
        Invariants invariants = invariants(pg);
        Promise<Void> begun = Promise.promise();
        Future<?> running = invariants.watch(pg.withConnection(connection -> {
            Future<?> sleeping = connection.execute("select pg_sleep(60)");
            return begun.future().compose(now -> connection.cancel()).compose(asked -> sleeping);
        }));
        eventually("a statement under way", () -> isSleeping(1));
        begun.complete();
        assertThat(failureOf(running)).hasMessageContaining("57014");
        assertThat(failureOf(invariants.watch(pg.sql("select pg_sleep(60)")
                        .timeout(Duration.ofMillis(300))
                        .fetch())))
                .isInstanceOf(PgTimeoutException.class);
        eventually("nothing under way", () -> isSleeping(0));
        invariants.check();
    }

    @Test
    @DisplayName("F84, F56: many cancels at once do not fill the pooler")
    void doesNotFillThePoolerWithCancels() {
        int size = 12;
        // Four cancel requests at a time, and the console.
        bouncer.command("SET max_client_conn = " + (size + 4 + 2));
        bouncer.command("SET default_pool_size = " + size);
        PgClient pg = built(builder(size));
        Invariants invariants = invariants(pg);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            calls.add(invariants.watch(
                    pg.sql("select pg_sleep(60)").timeout(Duration.ofSeconds(2)).fetch()));
        }
        eventually("all under way", () -> isSleeping(size));
        calls.forEach(call -> assertThat(failureOf(call)).isInstanceOf(PgTimeoutException.class));
        eventually("nothing under way", () -> isSleeping(0));
        invariants.check();
        assertThat(bouncer.told()).doesNotContain("no more connections allowed");
    }

    // ---------------------------------------------------------------- the server behind it

    @Test
    @DisplayName("F85: the pooler loses the server in the middle of a transaction: lost, and it may have run")
    void tellsThatTheServerWasLost() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port());
                PgBouncer behind = PgBouncer.start(
                        new TestDatabase(
                                proxy.host(), proxy.port(), database.database(), database.user(), database.password()),
                        SERVERS)) {
            PgClient pg = built(builder(1).dsn(behind.dsn()));
            Invariants invariants = new Invariants(pg, behind::clients);
            PgConnection connection = await(pg.acquire());
            PgTransaction tx = await(connection.begin());
            await(tx.execute("insert into pooled_fault values (1)"));
            Future<?> running = invariants.watch(tx.execute("select pg_sleep(60)"));
            eventually("a statement under way", () -> isSleeping(1));
            proxy.resetConnections();
            assertThat(failureOf(running)).isInstanceOfSatisfying(PgConnectionLostException.class, lost -> {
                assertThat(lost).hasMessageContaining("08P01");
                assertThat(lost.wasSent()).isTrue();
                assertThat(lost.isRetryable()).isFalse();
            });
            await(connection.close());
            endSleepers();
            assertThat(database.query("select count(*) from pooled_fault")).isEqualTo("0");
            invariants.check();
            await(pg.close(Duration.ofSeconds(5)));
        }
    }

    @Test
    @DisplayName("F85: the server ends its session in the middle of a transaction: its own word, 57P01, is passed on")
    void passesTheServersWordOn() {
        PgClient pg = built(builder(1));
        Invariants invariants = invariants(pg);
        PgConnection connection = await(pg.acquire());
        PgTransaction tx = await(connection.begin());
        Future<?> running = invariants.watch(tx.execute("select pg_sleep(60)"));
        eventually("a statement under way", () -> isSleeping(1));
        endSleepers();
        assertThat(failureOf(running)).isInstanceOfSatisfying(PgServerException.class, told -> {
            assertThat(told.sqlState()).isEqualTo("57P01");
            assertThat(told.isRetryable()).isFalse();
        });
        await(connection.close());
        invariants.check();
    }

    @Test
    @DisplayName("F85: between two statements of a transaction: the next one was not sent, and nothing is committed")
    void tellsThatTheTransactionIsGone() {
        PgClient pg = built(builder(1));
        Invariants invariants = invariants(pg);
        Future<?> work = invariants.watch(pg.inTransaction(tx -> tx.execute("insert into pooled_fault values (1)")
                .compose(done -> tx.fetchOne(Integer.class, "select pg_backend_pid()"))
                .compose(backend -> vertx.executeBlocking(() -> {
                    database.execute("select pg_terminate_backend(" + backend + ", 10000)");
                    return null;
                }))
                .compose(gone -> tx.execute("insert into pooled_fault values (2)"))));
        assertThat(failureOf(work)).isInstanceOf(PgConnectionLostException.class);
        assertThat(database.query("select count(*) from pooled_fault")).isEqualTo("0");
        invariants.check();
    }
}
