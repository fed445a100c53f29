package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenRecovery;
import io.pgnative.client.ListenStatistics;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.pool.Subscriber;
import io.pgnative.client.session.UserHandler;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** How a client comes to listen again, and how it gives that up. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class ListenRecoveryTest {

    private static final String NAME = "recovery-test";

    /** Hardly any pause. */
    private static final ListenRecovery QUICK =
            ListenRecovery.DEFAULT.delay(Duration.ofMillis(1)).multiplier(1).jitter(Duration.ZERO);

    private final Vertx vertx;
    private final TestDatabase database;
    private final List<PgClient> clients = new ArrayList<>();

    ListenRecoveryTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @AfterEach
    void close() {
        clients.forEach(client -> await(client.close(Duration.ofSeconds(5))));
        database.awaitNoBackends(NAME);
    }

    private PgClient client(String host, int port, ListenRecovery recovery) {
        PgClient client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(host)
                .port(port)
                .applicationName(NAME)
                .listenRecovery(recovery)
                .build();
        clients.add(client);
        return client;
    }

    private PgClient client(ListenRecovery recovery) {
        return client(database.host(), database.port(), recovery);
    }

    /** All that a listener is told, in order. */
    private static final class Told implements NotificationListener {

        private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

        @Override
        public void onNotification(Notification notification) {
            queue.add(notification.payload());
        }

        @Override
        public void onDisconnected(@Nullable PgException cause) {
            queue.add("lost");
        }

        @Override
        public void onReconnected(ListenGap gap) {
            queue.add(gap);
        }

        @Override
        public void onFailed(PgException failure) {
            queue.add(failure);
        }

        Object next() {
            try {
                Object next = queue.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("nothing was told").isNotNull();
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void endsListenersPublishersAndStreamsWhenItsRetriesAreUsedUp() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            PgClient pg = client(proxy.host(), proxy.port(), QUICK.maxRetries(2));
            Told told = new Told();
            PgRegistration registration = await(pg.listen("orders", told));
            CompletableFuture<List<Notification>> published =
                    pg.reactive().listen("orders").collectList().toFuture();
            Stream<Notification> stream = pg.blocking().listen("orders");
            List<String> read = new ArrayList<>();
            while (pg.listening().listeners() < 3) {
                Thread.onSpinWait();
            }
            // Answered behind the LISTEN of those.
            await(pg.listen("the last", notification -> {})).close();
            await(pg.notify("orders", "1"));
            assertThat(told.next()).isEqualTo("1");

            proxy.refuseConnections(true);
            proxy.resetConnections();

            assertThat(told.next()).isEqualTo("lost");
            assertThat(told.next()).isInstanceOfSatisfying(PgConnectException.class, failure -> assertThat(failure)
                    .hasMessageStartingWith("the connection that listens was lost, and 2 attempts to open another one"
                            + " failed (listener.recovery.max-retries): ")
                    .hasCauseInstanceOf(PgException.class));
            assertThat(catchThrowable(published::join))
                    .cause()
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("2 attempts");
            assertThatThrownBy(() -> stream.forEach(next -> read.add(next.payload())))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("2 attempts");
            assertThat(read).containsExactly("1");
            assertThat(pg.listening()).isEqualTo(new ListenStatistics(0, 0, false, 0));
            registration.close();

            proxy.refuseConnections(false);
            Told again = new Told();
            await(pg.listen("orders", again));
            await(pg.notify("orders", "2"));
            assertThat(again.next()).isEqualTo("2");
            assertThat(told.queue).isEmpty();
        }
    }

    @Test
    void triesNotOnceWhereNoRetryIsAllowed() {
        PgClient pg = client(QUICK.maxRetries(0));
        Told told = new Told();
        await(pg.listen("orders", told));
        assertThat(database.terminateBackends(NAME)).isEqualTo(1);
        assertThat(told.next()).isEqualTo("lost");
        assertThat(told.next()).isInstanceOfSatisfying(PgConnectException.class, failure -> assertThat(failure)
                .hasMessageContaining("none to open another one is allowed")
                .hasMessageContaining("57P01"));
        assertThat(pg.listening()).isEqualTo(new ListenStatistics(0, 0, false, 0));
    }

    @Test
    void countsAnewOnceItListensAgainOrIsResumed() {
        PgClient pg = client(QUICK.maxRetries(1));
        Told told = new Told();
        await(pg.listen("orders", told));
        for (int round = 0; round < 3; round++) {
            assertThat(database.terminateBackends(NAME)).isEqualTo(1);
            assertThat(told.next()).isEqualTo("lost");
            assertThat(told.next()).isInstanceOfSatisfying(ListenGap.class, gap -> assertThat(gap.attempts())
                    .isOne());
        }
        for (int round = 0; round < 3; round++) {
            await(pg.suspend(Duration.ofSeconds(5)));
            assertThat(told.next()).isEqualTo("lost");
            pg.resume();
            assertThat(told.next()).isInstanceOf(ListenGap.class);
        }
    }

    @Test
    @DisplayName("listener.recovery.delay: nothing is tried before that is over")
    void waitsAsLongAsItIsTold() {
        PgClient patient =
                client(ListenRecovery.DEFAULT.delay(Duration.ofHours(1)).maxDelay(Duration.ofHours(2)));
        PgClient other = client(QUICK);
        Told told = new Told();
        Told toldOther = new Told();
        await(patient.listen("orders", told));
        await(other.listen("orders", toldOther));
        for (int round = 0; round < 3; round++) {
            database.terminateBackends(NAME);
            assertThat(toldOther.next()).isEqualTo("lost");
            assertThat(toldOther.next()).isInstanceOf(ListenGap.class);
        }
        assertThat(told.next()).isEqualTo("lost");
        assertThat(told.queue).isEmpty();
        assertThat(patient.listening()).isEqualTo(new ListenStatistics(1, 1, false, 0));
    }

    @Test
    @DisplayName("listener.recovery.multiplier, listener.recovery.max-delay, listener.recovery.jitter: how pauses grow")
    void growsItsPausesWithinTheirBounds() {
        ListenRecovery fixed = ListenRecovery.DEFAULT
                .delay(Duration.ofMillis(200))
                .multiplier(3)
                .maxDelay(Duration.ofSeconds(1))
                .jitter(Duration.ZERO);
        assertThat(Stream.of(0, 1, 2, 3, 1000_000)
                        .map(failed -> fixed.pauseAfter(failed).toMillis()))
                .containsExactly(200L, 600L, 1_000L, 1_000L, 1_000L);

        long longest = 0;
        for (int i = 0; i < 1_000; i++) {
            assertThat(ListenRecovery.DEFAULT.pauseAfter(0).toMillis()).isBetween(100L, 150L);
            assertThat(ListenRecovery.DEFAULT.pauseAfter(2).toMillis()).isBetween(200L, 600L);
            long pause = ListenRecovery.DEFAULT.pauseAfter(50).toMillis();
            assertThat(pause).isBetween(2_500L, 5_000L);
            longest = Math.max(longest, pause);
        }
        assertThat(longest).isCloseTo(5_000L, within(1_000L));

        assertThat(ListenRecovery.DEFAULT.isAllowed(1_000_000)).isTrue();
        assertThat(ListenRecovery.DEFAULT.maxRetries(2).isAllowed(1)).isTrue();
        assertThat(ListenRecovery.DEFAULT.maxRetries(2).isAllowed(2)).isFalse();
    }

    @Test
    void linesAboutItsConnectionSayWhichOneInTheLoggingContext() {
        PgClient pg = client(QUICK);
        PgClient sender = client(QUICK);
        Told told = new Told();
        await(pg.listen("orders", told));
        String first = database.query("select pid from pg_stat_activity where application_name = '" + NAME + "'");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        List<Logger> loggers = List.of(logger(Subscriber.class), logger(UserHandler.class));
        lines.start();
        loggers.forEach(logger -> logger.addAppender(lines));
        try {
            assertThat(database.terminateBackends(NAME)).isEqualTo(1);
            assertThat(told.next()).isEqualTo("lost");
            assertThat(told.next()).isInstanceOf(ListenGap.class);
            String second = database.query("select pid from pg_stat_activity where application_name = '" + NAME + "'");
            await(pg.listen("returns", notification -> {
                told.queue.add(notification.payload());
                throw new IllegalStateException("a listener that throws");
            }));
            await(sender.notify("returns", "1"));
            assertThat(told.next()).isEqualTo("1");
            // Behind the line about what was thrown: one context calls all of them.
            await(sender.notify("orders", "2"));
            assertThat(told.next()).isEqualTo("2");

            List<ILoggingEvent> warnings = List.copyOf(lines.list).stream()
                    .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                    .toList();
            assertThat(warnings)
                    .extracting(ILoggingEvent::getLevel)
                    .containsExactly(Level.WARN, Level.INFO, Level.ERROR);
            assertThat(warnings)
                    .extracting(line -> line.getMDCPropertyMap().get("pgnative.pid"))
                    .containsExactly(first, second, second);
            assertThat(warnings).allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                    .containsEntry("pgnative.pool", "pgnative")
                    .containsKey("pgnative.connection"));
            assertThat(warnings.stream().map(ILoggingEvent::getMDCPropertyMap).map(Map::size))
                    .containsOnly(3);
        } finally {
            loggers.forEach(logger -> logger.detachAppender(lines));
        }
    }

    private static Logger logger(Class<?> type) {
        return (Logger) LoggerFactory.getLogger(type);
    }
}
