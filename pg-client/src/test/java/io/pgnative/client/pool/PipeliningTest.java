package io.pgnative.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.SqlState;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.Rounds;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Bind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several statements on one connection of a pool, with a real server. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class PipeliningTest {

    private static final String NAME = "pipelining";
    private static final String ECHO = "select $1::int";

    private final TestDatabase database;
    // One loop, so that calls of one turn reach a connection together.
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private @Nullable PgClient opened;

    PipeliningTest(TestDatabase database) {
        this.database = database;
        database.execute(
                "create table if not exists item(id int primary key); truncate item; insert into item values (1)");
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
        await(vertx.close());
    }

    private PgClient client(String host, int port, int maxSize) {
        PgClient made = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(host)
                .port(port)
                .applicationName(NAME)
                .poolMaxSize(maxSize)
                .poolAcquireTimeout(Duration.ofSeconds(60))
                .build();
        opened = made;
        return made;
    }

    private PgClient client(int maxSize) {
        return client(database.host(), database.port(), maxSize);
    }

    private static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static Future<Optional<Integer>> echo(PgClient pg, int value) {
        return pg.fetchValue(Integer.class, ECHO, value);
    }

    /** Makes calls in one turn of the event loop. */
    private <T> List<Future<T>> inOneTurn(List<java.util.function.Supplier<Future<T>>> calls) {
        Promise<List<Future<T>>> made = Promise.promise();
        vertx.runOnContext(ignored -> {
            List<Future<T>> futures = new ArrayList<>();
            calls.forEach(call -> futures.add(call.get()));
            made.complete(futures);
        });
        return await(made.future());
    }

    /** Each caller makes its next call when the last has ended, whatever became of it. */
    private static Future<Void> callers(
            int callers, int calls, java.util.function.IntFunction<Future<?>> call, AtomicInteger number) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(Rounds.of(calls, () -> call.apply(number.getAndIncrement())
                    .transform(done -> done.cause() instanceof AssertionError wrong
                            ? Future.failedFuture(wrong)
                            : Future.succeededFuture())));
        }
        return Future.all(all).mapEmpty();
    }

    private static Future<Optional<Integer>> checkedEcho(PgClient pg, int value) {
        return echo(pg, value).map(got -> {
            assertThat(got).contains(value);
            return got;
        });
    }

    @Test
    void sendsStatementsThatAreKnownToBeFastBehindOthers() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            // Answers come long after statements have left, however busy the machine is.
            proxy.latency(Direction.TO_CLIENT, Duration.ofMillis(5));
            PgClient pg = client(proxy.host(), proxy.port(), 1);
            int mostBeforeAnAnswer = 0;
            for (int round = 0; round < 400 && mostBeforeAnAnswer < 5; round++) {
                proxy.clear();
                List<Future<Optional<Integer>>> five = inOneTurn(List.of(
                        () -> echo(pg, 1), () -> echo(pg, 2), () -> echo(pg, 3), () -> echo(pg, 4), () -> echo(pg, 5)));
                await(five.get(0));
                mostBeforeAnAnswer = (int)
                        proxy.frontend().stream().filter(Bind.class::isInstance).count();
                for (int i = 0; i < 5; i++) {
                    assertThat(await(five.get(i))).contains(i + 1);
                }
            }
            assertThat(mostBeforeAnAnswer).isEqualTo(5);
        }
    }

    @Test
    void givesEachOf64CallersOnTwoConnectionsItsOwnAnswer() {
        PgClient pg = client(2);
        await(callers(64, 100, i -> checkedEcho(pg, i), new AtomicInteger()));
        assertThat(pg.statistics().acquired()).isEqualTo(6_400);
        assertThat(pg.statistics().size()).isEqualTo(2);
        assertThat(database.backends(NAME)).isEqualTo(2);
    }

    @Test
    void anErrorHarmsItsOwnCallerOnly() {
        PgClient pg = client(2);
        AtomicInteger failures = new AtomicInteger();
        await(callers(
                64,
                50,
                i -> pg.fetchValue(Integer.class, "select $1::int / $2::int", i, i % 7 == 0 ? 0 : 1)
                        .transform(done -> {
                            if (i % 7 == 0) {
                                assertThat(done.cause())
                                        .isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                                                .isEqualTo("22012"));
                                failures.incrementAndGet();
                                return Future.succeededFuture();
                            }
                            assertThat(done.result()).contains(i);
                            return Future.succeededFuture();
                        }),
                new AtomicInteger()));
        assertThat(failures.get()).isEqualTo((64 * 50 + 6) / 7);
    }

    @Test
    void fastCallsEndWhileASlowOneRuns() {
        PgClient pg = client(2);
        await(callers(16, 50, i -> checkedEcho(pg, i), new AtomicInteger()));
        // Never seen before, in the same turn as many that are known.
        Future<?> slow = pg.fetch("select pg_sleep(600)");
        await(callers(64, 50, i -> checkedEcho(pg, i), new AtomicInteger()));
        assertThat(slow.isComplete()).isFalse();
        await(pg.close(Duration.ZERO));
        assertThat(slow.failed()).isTrue();
    }

    @Test
    void putsNoCallBehindAStatementThatRunsLongThoughItWasFastBefore() {
        PgClient pg = client(2);
        String statement = "select $1::int from pg_sleep($2)";
        await(callers(16, 50, i -> pg.fetch(statement, i, 0.0), new AtomicInteger()));
        Future<?> slow = pg.fetch(statement, 1, 600.0);
        while (database.query("select count(*) from pg_stat_activity where state = 'active' and wait_event = 'PgSleep'")
                .equals("0")) {
            assertThat(slow.isComplete()).isFalse();
        }
        await(callers(64, 50, i -> checkedEcho(pg, i), new AtomicInteger()));
        assertThat(slow.isComplete()).isFalse();
        await(pg.close(Duration.ZERO));
    }

    @Test
    @DisplayName("F02, A111: a killed backend harms only what it carried, each call ends, and the pool recovers")
    void eachCallEndsWhenBackendsAreKilled() {
        PgClient pg = client(2);
        await(callers(16, 50, i -> checkedEcho(pg, i), new AtomicInteger()));
        AtomicInteger lost = new AtomicInteger();
        for (int round = 0; round < 3; round++) {
            Future<Void> all = callers(
                    64,
                    200,
                    i -> checkedEcho(pg, i).recover(failure -> {
                        if (failure instanceof PgServerException ended) {
                            assertThat(ended.sqlState()).isEqualTo(SqlState.ADMIN_SHUTDOWN);
                        } else {
                            assertThat(failure).isInstanceOf(PgConnectionLostException.class);
                        }
                        lost.incrementAndGet();
                        return Future.succeededFuture(Optional.empty());
                    }),
                    new AtomicInteger());
            assertThat(database.terminateBackends(NAME)).isPositive();
            await(all);
        }
        assertThat(lost.get()).isLessThanOrEqualTo(3 * 2 * 16 * 2);
        await(callers(64, 20, i -> checkedEcho(pg, i), new AtomicInteger()));
        assertThat(pg.statistics().busy()).isZero();
        assertThat(pg.statistics().waiting()).isZero();
    }

    @Test
    void aConnectionIsFreeAgainWhenAllItCarriedHasRunOutOfTime() {
        PgClient pg = client(1);
        String statement = "select count(*) from item";
        await(callers(16, 50, i -> pg.fetch(statement), new AtomicInteger()));
        PgClient other = PgClient.builder(vertx).dsn(database.dsn()).build();
        PgConnection locker = await(other.acquire());
        await(locker.execute("begin"));
        await(locker.execute("lock table item in access exclusive mode"));
        java.util.function.Supplier<Future<io.pgnative.client.Rows>> limited =
                () -> pg.sql(statement).timeout(Duration.ofMillis(300)).fetch();
        for (Future<io.pgnative.client.Rows> each : inOneTurn(List.of(limited, limited, limited, limited))) {
            assertThatThrownBy(() -> await(each)).isInstanceOf(PgTimeoutException.class);
        }
        assertThat(await(checkedEcho(pg, 5))).contains(5);
        assertThat(pg.statistics().opened()).isEqualTo(1);
        await(locker.execute("rollback"));
        await(locker.close());
        await(other.close());
    }

    @Test
    @DisplayName("F54: a call that runs out of time is not cancelled while others stand behind it")
    void aCallThatRunsOutOfTimeDoesNotHarmThoseBehindIt() {
        PgClient pg = client(1);
        String statement = "select count(*)::int from item";
        await(callers(16, 50, i -> pg.fetch(statement), new AtomicInteger()));
        PgClient other = PgClient.builder(vertx).dsn(database.dsn()).build();
        PgConnection locker = await(other.acquire());
        await(locker.execute("begin"));
        await(locker.execute("lock table item in access exclusive mode"));
        List<Future<Optional<Integer>>> three = inOneTurn(List.of(
                () -> pg.sql(statement).timeout(Duration.ofMillis(200)).fetchValue(Integer.class),
                () -> pg.sql(statement).fetchValue(Integer.class),
                () -> pg.sql(statement).fetchValue(Integer.class)));
        assertThatThrownBy(() -> await(three.get(0))).isInstanceOf(PgTimeoutException.class);
        await(locker.execute("rollback"));
        assertThat(await(three.get(1))).contains(1);
        assertThat(await(three.get(2))).contains(1);
        await(locker.close());
        await(other.close());
    }
}
