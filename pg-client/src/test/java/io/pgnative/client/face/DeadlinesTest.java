package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Rounds;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Limits of calls, and what is given up. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class DeadlinesTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String NAME = "deadlines";

    private final Vertx vertx;
    private final TestDatabase database;
    private @Nullable PgClient opened;

    DeadlinesTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
    }

    private PgClientBuilder builder(int maxSize) {
        return PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(maxSize).applicationName(NAME);
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient made = builder.build();
        opened = made;
        return made;
    }

    @Test
    @DisplayName("A055: limits that are not more than zero are refused wherever one can be given")
    void refusesLimitsThatAreNone() {
        PgClient pg = built(builder(1));
        PgConnection connection = await(pg.acquire());
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatThrownBy(() -> pg.sql("select 1").timeout(wrong))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("more than zero");
            assertThatThrownBy(() -> pg.acquire(wrong)).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> pg.withConnection(wrong, c -> c.execute("select 1")))
                    .isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> pg.reactive().acquire(wrong)).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> pg.reactive().withConnection(wrong, c -> Mono.empty()))
                    .isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> pg.blocking().acquire(wrong)).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> pg.blocking().withConnection(wrong, c -> c))
                    .isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> connection.queryTimeout(wrong)).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> builder(1).queryTimeout(wrong).build())
                    .isInstanceOf(PgConfigurationException.class)
                    .hasMessageContaining("query-timeout");
        }
        await(connection.close());
    }

    @Test
    void aConnectionCanHaveALimitOfItsOwn() {
        PgClient pg = built(builder(1));
        PgConnection connection = await(pg.acquire());
        PgConnection limited = connection.queryTimeout(SHORT);
        assertThatThrownBy(() -> await(limited.fetch("select pg_sleep(30)"))).isInstanceOf(PgTimeoutException.class);
        assertThatThrownBy(() -> await(limited.inTransaction(tx -> tx.fetch("select pg_sleep(30)"))))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(await(connection.fetch("select pg_sleep(0.2)")).size()).isEqualTo(1);
        await(limited.close());
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void theWaitForAConnectionCanHaveALimitOfItsOwn() {
        PgClient pg = built(builder(1));
        PgConnection held = await(pg.acquire());
        assertThatThrownBy(() -> await(pg.acquire(SHORT)))
                .isInstanceOf(PgAcquireTimeoutException.class)
                .hasMessageContaining("no connection within 50 ms");
        assertThatThrownBy(() -> await(pg.withConnection(SHORT, c -> c.execute("select 1"))))
                .isInstanceOf(PgAcquireTimeoutException.class);
        assertThatThrownBy(() -> pg.blocking().withConnection(SHORT, c -> c.execute("select 1")))
                .isInstanceOf(PgAcquireTimeoutException.class);
        assertThatThrownBy(() -> pg.reactive()
                        .withConnection(SHORT, c -> c.execute("select 1"))
                        .block())
                .isInstanceOf(PgAcquireTimeoutException.class);
        await(held.close());
        Optional<Integer> value = await(pg.withConnection(SHORT, c -> c.fetchValue(Integer.class, "select 1")));
        assertThat(value).contains(1);
    }

    @Test
    @DisplayName("A054, F54: of 10,000 statements that are given up none has another one cancelled")
    void neverHitsTheNextStatement() {
        PgClient pg = built(builder(4));
        int rounds = 2_500;
        List<Future<?>> all = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            all.add(pg.acquire().compose(connection -> Rounds.of(rounds, () -> round(connection))
                    .eventually(connection::close)));
        }
        await(Future.all(all), Duration.ofSeconds(100));
        assertThat(pg.statistics().opened()).isEqualTo(4);
    }

    private static Future<?> round(PgConnection connection) {
        int token = ThreadLocalRandom.current().nextInt();
        return connection
                .sql("select pg_sleep(0.001)")
                .timeout(Duration.ofNanos(1 + ThreadLocalRandom.current().nextInt(1_200_000)))
                .fetch()
                .transform((rows, failure) -> connection.fetchOne("select $1::int4", token))
                .compose(row -> row.getInt(0) == token
                        ? Future.succeededFuture()
                        : Future.failedFuture("the answer of another statement"));
    }

    @Test
    @DisplayName("A054, F51: a limit that ends among statements that share a connection hurts none of the others")
    void neverHitsThoseThatShareTheConnection() {
        PgClient pg = built(builder(2));
        for (int i = 0; i < 20; i++) {
            await(pg.fetchOne("select $1::int4 + 0", i));
        }
        List<Future<Row>> wanted = new ArrayList<>();
        List<Future<Row>> hasty = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            if (i % 3 == 0) {
                hasty.add(pg.sql("select $1::int4 + 0")
                        .timeout(
                                Duration.ofNanos(1 + ThreadLocalRandom.current().nextInt(20_000_000)))
                        .args(i)
                        .fetchOne());
            } else {
                wanted.add(pg.fetchOne("select $1::int4 + 0", i));
            }
        }
        await(Future.join(hasty).transform(done -> Future.succeededFuture()), Duration.ofSeconds(60));
        for (Future<Row> each : hasty) {
            assertThat(each.succeeded() || each.cause() instanceof PgTimeoutException)
                    .isTrue();
        }
        int n = 0;
        for (int i = 0; i < 6_000; i++) {
            if (i % 3 != 0) {
                assertThat(await(wanted.get(n++)).getInt(0)).isEqualTo(i);
            }
        }
        assertThat(pg.statistics().waiting()).isZero();
    }

    @Test
    @DisplayName("A057: any operation works at once on a connection whose running statement was given up")
    void worksAtOnceAfterAStatementWasGivenUp() {
        PgClient pg = built(builder(1));
        PgConnection connection = await(pg.acquire());
        await(connection.execute("create table if not exists next_item(id int); truncate next_item"));
        List<Function<PgConnection, Future<?>>> next = List.of(
                c -> c.execute("select 1"),
                c -> c.execute("insert into next_item values ($1)", 1),
                c -> c.executeMany("insert into next_item values ($1)", List.of(new Object[] {1}, new Object[] {2})),
                c -> c.fetch("select 1"),
                c -> c.fetchRow("select 1"),
                c -> c.fetchOne("select 1"),
                c -> c.fetchValue(Integer.class, "select 1"),
                c -> c.inTransaction(tx -> tx.fetch("select 1")),
                c -> c.inTransaction(tx -> tx.cursor("select 1").compose(cursor -> cursor.fetch(1))),
                c -> c.begin().compose(tx -> tx.rollback()),
                PgConnection::reset);
        for (Function<PgConnection, Future<?>> operation : next) {
            Future<Rows> slow =
                    connection.sql("select pg_sleep(30)").timeout(SHORT).fetch();
            Future<?> after = slow.transform(done -> operation.apply(connection));
            await(after, Duration.ofSeconds(5));
            assertThat(slow.cause()).isInstanceOf(PgTimeoutException.class);
        }
        await(connection.close());
    }

    @Test
    @DisplayName("A058: a statement that is given up fails its transaction, which can be rolled back")
    void failsTheTransaction() {
        PgClient pg = built(builder(1));
        assertThatThrownBy(() -> await(pg.inTransaction(tx -> tx.sql("select pg_sleep(30)")
                        .timeout(SHORT)
                        .fetch()
                        .transform((rows, failure) -> {
                            assertThat(failure).isInstanceOf(PgTimeoutException.class);
                            return tx.fetch("select 1");
                        }))))
                .isInstanceOfSatisfying(PgServerException.class, failure -> assertThat(failure.sqlState())
                        .isEqualTo("25P02"));
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }

    @Test
    @DisplayName("A027: closing at once cancels what runs, with 57014, and ends its connection")
    void closingCancelsWhatRuns() {
        PgClient pg = built(builder(1));
        Future<Rows> running = pg.fetch("select pg_sleep(60)");
        awaitActive();
        Future<Void> closed = pg.close(Duration.ZERO);
        assertThatThrownBy(() -> await(running))
                .isInstanceOfSatisfying(PgServerException.class, failure -> assertThat(failure.sqlState())
                        .isEqualTo("57014"));
        await(closed);
        assertThat(pg.statistics().size()).isZero();
    }

    @Test
    @DisplayName("A027, A100: aborting fails what runs, frees the place in the pool, and may be done twice")
    void abortingFailsWhatRuns() {
        PgClient pg = built(builder(1));
        PgConnection connection = await(pg.acquire());
        Future<Rows> running = connection.fetch("select pg_sleep(60), 'aborted'");
        awaitActive();
        connection.abort();
        assertThatThrownBy(() -> await(running))
                .isInstanceOfSatisfying(PgConnectionLostException.class, lost -> assertThat(lost.wasSent())
                        .isTrue())
                .hasMessageContaining("aborted by its user");
        assertThat(connection.isClosed()).isTrue();
        connection.abort();
        await(connection.close());
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        // The handle of a connection that went back does not touch its next user.
        PgConnection given = await(pg.acquire());
        await(given.close());
        given.abort();
        assertThat(await(pg.fetchValue(Integer.class, "select 2"))).contains(2);
        assertThat(pg.statistics().opened()).isEqualTo(2);
    }

    @Test
    @DisplayName("F53: a COMMIT whose time is over is not cancelled, and its outcome is told to be unknown")
    void doesNotCancelACommit() {
        PgClient pg = built(builder(2));
        PgConnection lock = await(pg.acquire());
        PgConnection connection = await(pg.acquire());
        assertThatThrownBy(() -> await(commitThatWaits(lock, connection)))
                .isInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("its outcome is unknown");
        Future<Optional<Long>> behind = connection.fetchValue(Long.class, "select count(*) from commit_item");
        // Time for a cancel request, which must not come.
        await(lock.fetch("select pg_sleep(0.5)"));
        await(lock.fetch("select pg_advisory_unlock(53)"));
        assertThat(await(behind)).contains(1L);
        await(connection.close());
        await(lock.close());
        assertThat(pg.statistics().opened()).isEqualTo(2);
    }

    @Test
    @DisplayName("F53: a COMMIT that is not answered for 10 s more ends its connection, and is not cancelled either")
    void boundsHowLongACommitIsWaitedFor() {
        PgClient pg = built(builder(2));
        PgConnection lock = await(pg.acquire());
        PgConnection connection = await(pg.acquire());
        assertThatThrownBy(() -> await(commitThatWaits(lock, connection))).isInstanceOf(PgTimeoutException.class);
        assertThatThrownBy(() -> await(connection.fetch("select 1"), Duration.ofSeconds(20)))
                .isInstanceOf(PgConnectionLostException.class)
                .hasMessageContaining("COMMIT");
        await(lock.fetch("select pg_sleep(0.5)"));
        await(lock.fetch("select pg_advisory_unlock(53)"));
        // Behind the COMMIT, which has the lock now.
        await(lock.fetch("select pg_advisory_lock(53)"));
        assertThat(await(lock.fetchValue(Long.class, "select count(*) from commit_item")))
                .contains(1L);
        await(connection.close());
        await(lock.close());
    }

    /** Commits with a limit, while a trigger waits for what another connection has locked. */
    private static Future<Void> commitThatWaits(PgConnection lock, PgConnection connection) {
        await(connection.execute("""
                drop table if exists commit_item;
                create table commit_item(id int);
                create or replace function wait_for_lock() returns trigger language plpgsql
                    as 'begin perform pg_advisory_xact_lock(53); return null; end';
                create constraint trigger slow after insert on commit_item deferrable initially deferred
                    for each row execute function wait_for_lock();
                """));
        await(lock.fetch("select pg_advisory_lock(53)"));
        return connection.queryTimeout(Duration.ofSeconds(1)).begin().compose(tx -> tx.execute(
                        "insert into commit_item values (1)")
                .compose(inserted -> tx.commit()));
    }

    private void awaitActive() {
        while (database.query("select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep%'"
                        + " and application_name = '" + NAME + "'")
                .equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("F56: a storm of time-outs opens few connections for cancel requests, and all of them come through")
    void survivesAStormOfTimeouts() {
        PgClient pg = built(builder(20));
        List<Future<Rows>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(pg.sql("select pg_sleep(60)")
                    .timeout(Duration.ofMillis(300))
                    .fetch());
        }
        await(Future.join(all).transform(done -> Future.succeededFuture()), Duration.ofSeconds(30));
        assertThat(all).allMatch(each -> each.cause() instanceof PgTimeoutException);
        for (int i = 0; i < 100; i++) {
            assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        }
        // Those of connections that were given up, since no request got through in time, may linger.
        assertThat(database.backends(NAME)).isLessThanOrEqualTo(20 + 4);
    }

    @Test
    @DisplayName("F54: a statement that is given up may hold up others that share its connection for 10 s, not more")
    void boundsHowLongOthersAreHeldUp() {
        PgClient pg = built(builder(1));
        PgConnection connection = await(pg.acquire());
        await(connection.fetch("select pg_sleep($1)", 0.0));
        Future<Rows> given =
                connection.sql("select pg_sleep($1)").args(60.0).timeout(SHORT).fetch();
        Future<Rows> behind = connection.fetch("select pg_sleep($1)", 0.0);
        assertThatThrownBy(() -> await(given)).isInstanceOf(PgTimeoutException.class);
        assertThatThrownBy(() -> await(behind, Duration.ofSeconds(20)))
                .isInstanceOf(PgConnectionLostException.class)
                .hasMessageContaining("given up");
        await(connection.close());
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }
}
