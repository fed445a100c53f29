package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.pool.Pool;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What is done with connections before they are used, and when others take their place. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class PoolHooksTest {

    private static final String PID = "select pg_backend_pid()";

    private final TestDatabase database;
    private final Vertx vertx = Vertx.vertx();
    private @Nullable PgClient opened;

    PoolHooksTest(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
        await(vertx.close());
    }

    private PgClientBuilder builder(int maxSize) {
        return PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(maxSize);
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient made = builder.build();
        opened = made;
        return made;
    }

    private static int pid(PgClient pg) {
        return await(pg.fetchValue(Integer.class, PID)).orElseThrow();
    }

    @Test
    void onConnectRunsOnceForEachConnectionBeforeItsFirstUse() {
        AtomicInteger runs = new AtomicInteger();
        PgClient pg = built(builder(1).onConnect(connection -> {
            runs.incrementAndGet();
            return connection.execute("create temp table prepared as select 42 as answer");
        }));
        for (int i = 0; i < 3; i++) {
            assertThat(await(pg.fetchValue(Integer.class, "select answer from prepared")))
                    .contains(42);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void oneConnectionIsOpenedForOneCallHoweverLongItsPreparationTakes() {
        AtomicInteger runs = new AtomicInteger();
        PgClient pg = built(builder(4).onConnect(connection -> {
            runs.incrementAndGet();
            return connection.execute("select pg_sleep(0.2)");
        }));
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(runs).hasValue(1);
        assertThat(pg.statistics().size()).isOne();
    }

    @Test
    @DisplayName(
            "A103: when onConnect fails, its connection is closed, the call fails with that, and the next one works")
    void aFailingOnConnectClosesTheConnectionAndFailsTheCall() {
        AtomicBoolean fails = new AtomicBoolean(true);
        Set<Integer> seen = new HashSet<>();
        PgClient pg = built(builder(1).onConnect(connection -> {
            seen.add(connection.processId());
            return fails.get() ? connection.execute("select 1/0") : Future.succeededFuture();
        }));
        assertThatThrownBy(() -> pid(pg)).isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                .isEqualTo("22012"));
        fails.set(false);
        assertThat(seen).contains(pid(pg)).hasSize(2);
    }

    @Test
    void initSqlRunsOnceForEachConnectionInItsOrderAndBeforeOnConnect() {
        PgClient pg = built(builder(1)
                .initSql(
                        "create temp table said(word text)",
                        "insert into said values ('a'); insert into said values ('b')")
                .onConnect(connection -> connection.execute("insert into said values ('c')")));
        for (int i = 0; i < 3; i++) {
            assertThat(await(pg.fetchValue(String.class, "select string_agg(word, ' ') from said")))
                    .contains("a b c");
        }
    }

    @Test
    void initSqlThatFailsNamesItselfAndItsStatementAndClosesTheConnection() {
        PgClient pg = built(builder(1).initSql("select 1", "select no_such_function()"));
        assertThatThrownBy(() -> pid(pg))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessage("init-sql: statement 2 fails: 42883: function no_such_function() does not exist")
                .hasCauseInstanceOf(PgServerException.class);
        assertThat(pg.statistics().openFailures()).isOne();
    }

    @Test
    void initSqlThatHangsOrEndsItsConnectionNamesItselfToo() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(Pool.class);
        lines.start();
        log.addAppender(lines);
        try {
            PgClient pg = built(
                    builder(1).poolAcquireTimeout(Duration.ofMillis(300)).initSql("select 1", "select pg_sleep(5)"));
            // Who has waited for as long is told, and so is who waits when it is given up.
            assertThatThrownBy(() -> pid(pg))
                    .isInstanceOf(PgException.class)
                    .message()
                    .matches(told -> told.endsWith("; init-sql: statement 2 still prepares a connection")
                            || told.equals("init-sql: statement 2 did not end within 300 ms"));
            while (pg.statistics().openFailures() == 0) {
                Thread.onSpinWait();
            }
            await(pg.close(Duration.ZERO));
            assertThat(List.copyOf(lines.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line ->
                            line.endsWith("could not be prepared: init-sql: statement 2 did not end within 300 ms"));
        } finally {
            log.detachAppender(lines);
        }
        PgClient ends = built(builder(1).initSql("select pg_terminate_backend(pg_backend_pid())"));
        assertThatThrownBy(() -> pid(ends))
                .isInstanceOf(PgConnectException.class)
                .hasMessageStartingWith("init-sql: statement 1 fails: ")
                .hasMessageContaining("57P01");
    }

    @Test
    void initSqlMaySetWhatAResetLeavesAndAnythingWhereNothingIsReset() {
        PgClient pg =
                built(builder(1).resetPolicy(ResetPolicy.NONE).initSql("set work_mem = '7MB'", "set role pg_monitor"));
        for (int i = 0; i < 2; i++) {
            Optional<String> session = await(pg.withConnection(connection ->
                    connection.fetchValue(String.class, "select current_setting('work_mem') || ' ' || current_user")));
            assertThat(session).contains("7MB pg_monitor");
        }
        assertThat(builder(1)
                        .initSql("SET ROLE pg_monitor", "set session authorization pg_monitor")
                        .options()
                        .pool()
                        .resetPolicy())
                .isEqualTo(ResetPolicy.FAST);
    }

    @Test
    void whatAHookThrowsIsTheCauseOfTheFailure() {
        PgClient pg = built(builder(1).onConnect(connection -> {
            throw new IllegalStateException("not today");
        }));
        assertThatThrownBy(() -> pid(pg))
                .isInstanceOf(PgConnectException.class)
                .hasMessage("the onConnect hook has failed")
                .hasRootCauseMessage("not today");
    }

    @Test
    void aHookThatHangsIsGivenUp() {
        PgClient pg =
                built(builder(1).poolAcquireTimeout(Duration.ofMillis(300)).onAcquire(connection -> Promise.promise()
                        .future()));
        assertThatThrownBy(() -> pid(pg))
                .isInstanceOf(PgConnectException.class)
                .hasMessage("the onAcquire hook did not end within 300 ms");
    }

    @Test
    void aHookThatClosesItsConnectionIsToldOff() {
        PgClient pg = built(builder(1).onAcquire(PgConnection::close));
        assertThatThrownBy(() -> pid(pg))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the onAcquire hook has closed its connection");
    }

    @Test
    void onAcquireRunsForSingleCallsAndForBorrowedConnections() {
        AtomicInteger tenant = new AtomicInteger();
        PgClient pg = built(builder(1)
                .onAcquire(connection -> connection.fetchValue(
                        String.class, "select set_config('app.tenant', $1, false)", "t" + tenant.incrementAndGet())));
        String which = "select current_setting('app.tenant')";
        assertThat(await(pg.fetchValue(String.class, which))).contains("t1");
        assertThat(await(pg.fetchValue(String.class, which))).contains("t2");
        Optional<String> borrowed = await(pg.withConnection(connection -> connection
                .fetchValue(String.class, which)
                .compose(first -> connection.fetchValue(String.class, which))));
        assertThat(borrowed).contains("t3");
        Optional<String> within = await(pg.inTransaction(tx -> tx.fetchValue(String.class, which)));
        assertThat(within).contains("t4");
        assertThat(pg.blocking().fetchValue(String.class, which)).contains("t5");
    }

    @Test
    @DisplayName(
            "A103: when onAcquire fails, its connection is closed, the call fails with that, and the next one works")
    void aFailingOnAcquireClosesTheConnectionAndFailsTheCall() {
        AtomicBoolean fails = new AtomicBoolean();
        PgClient pg = built(builder(1)
                .onAcquire(connection -> fails.get() ? connection.execute("select 1/0") : Future.succeededFuture()));
        int first = pid(pg);
        fails.set(true);
        assertThatThrownBy(() -> pid(pg)).isInstanceOf(PgServerException.class);
        assertThatThrownBy(() -> await(pg.acquire())).isInstanceOf(PgServerException.class);
        fails.set(false);
        assertThat(pid(pg)).isNotEqualTo(first);
    }

    @Test
    void aCallThatTimesOutWhileItIsPreparedLeavesNothing() {
        PgClient pg = built(builder(1).onAcquire(connection -> connection.execute("select pg_sleep(0.2)")));
        assertThatThrownBy(
                        () -> await(pg.sql(PID).timeout(Duration.ofMillis(50)).fetch()))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(pid(pg)).isPositive();
        assertThat(pg.statistics().busy()).isZero();
    }

    @Test
    @DisplayName("A105: with one use for each connection, 100 calls that wait for each other get 100 connections")
    void replacesConnectionsThatWereUsedOftenEnough() {
        PgClient pg = built(builder(1).poolMaxUses(1).poolAcquireTimeout(Duration.ofSeconds(50)));
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(pg.withConnection(
                    connection -> connection.fetchValue(Integer.class, PID).map(pid -> pid.orElseThrow())));
        }
        await(Future.all(calls));
        assertThat(calls.stream().map(Future::result).distinct()).hasSize(100);
    }

    @Test
    void keepsAConnectionUntilItWasUsedOftenEnough() {
        PgClient pg = built(builder(1).poolMaxUses(3));
        List<Integer> pids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pids.add(pid(pg));
        }
        assertThat(pids.subList(0, 3)).containsOnly(pids.get(0));
        assertThat(pids.subList(3, 6)).containsOnly(pids.get(3)).doesNotContain(pids.get(0));
    }

    @Test
    void expiringReplacesIdleConnectionsNowAndBusyOnesWhenTheyComeBack() {
        PgClient pg = built(builder(2));
        PgConnection busy = await(pg.acquire());
        int idle = pid(pg);
        pg.expireConnections();
        assertThat(pid(pg)).isNotIn(idle, busy.processId());
        int before = busy.processId();
        assertThat(await(busy.fetchValue(Integer.class, PID))).contains(before);
        await(busy.close());
        PgConnection one = await(pg.acquire());
        PgConnection other = await(pg.acquire());
        assertThat(List.of(one.processId(), other.processId())).doesNotContain(before, idle);
        await(one.close());
        await(other.close());
    }
}
