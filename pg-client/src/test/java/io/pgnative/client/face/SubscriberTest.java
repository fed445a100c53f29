package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.ListenStatistics;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;

/** Listeners of a client, on their own connection. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class SubscriberTest {

    private static final String NAME = "subscriber-test";

    private final Vertx vertx;
    private final TestDatabase database;
    private final PgClient pg;
    /** Sends, and stays when the other's connections are ended. */
    private final PgClient sender;

    SubscriberTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .applicationName(NAME)
                .build();
        this.sender = PgClient.builder(vertx)
                .dsn(database.dsn())
                .applicationName("sender")
                .build();
    }

    @AfterEach
    void close() {
        await(sender.close(Duration.ofSeconds(5)));
        await(pg.close(Duration.ofSeconds(5)));
        database.awaitNoBackends(NAME);
    }

    /** What a listener hears, gaps and notifications in one line. */
    private static final class Heard implements NotificationListener {

        private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

        @Override
        public void onNotification(Notification notification) {
            queue.add(notification.payload());
        }

        @Override
        public void onReconnected(ListenGap gap) {
            queue.add(gap);
        }

        Object next() {
            return take(queue);
        }

        ListenGap nextGap() {
            Object next = next();
            assertThat(next).isInstanceOf(ListenGap.class);
            return (ListenGap) next;
        }
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("nothing came").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void send(String channel, String payload) {
        await(sender.notify(channel, payload));
    }

    @Test
    @DisplayName("A114, 4: all listeners share one connection that the pool does not count, closed after the last")
    void sharesOneConnection() {
        assertThat(pg.listening()).isEqualTo(new ListenStatistics(0, 0, false, 0));
        Heard one = new Heard();
        Heard two = new Heard();
        PgRegistration first = await(pg.listen("orders", one));
        PgRegistration second = await(pg.listen("orders", two));
        PgRegistration third = await(pg.listen("returns", two));
        assertThat(await(pg.listen("returns", two))).isSameAs(third);
        assertThat(pg.listening()).isEqualTo(new ListenStatistics(2, 3, true, 0));
        assertThat(pg.statistics().idle() + pg.statistics().busy()).isZero();
        assertThat(database.backends(NAME)).isEqualTo(1);

        send("orders", "17");
        send("returns", "18");
        assertThat(one.next()).isEqualTo("17");
        assertThat(two.next()).isEqualTo("17");
        assertThat(two.next()).isEqualTo("18");

        first.close();
        send("orders", "19");
        assertThat(two.next()).isEqualTo("19");
        assertThat(one.queue).isEmpty();
        second.close();
        third.close();
        Heard again = new Heard();
        await(pg.listen("orders", again));
        send("orders", "20");
        assertThat(again.next()).isEqualTo("20");
        assertThat(two.queue).isEmpty();
        assertThat(pg.listening()).isEqualTo(new ListenStatistics(1, 1, true, 0));
    }

    @Test
    @DisplayName("F04, 4: after a loss it listens again, tells the gap and loses nothing from then on")
    void listensAgainAfterALoss() {
        Heard heard = new Heard();
        await(pg.listen("orders", heard));
        await(pg.listen("returns", new Heard()));
        for (int round = 1; round <= 3; round++) {
            send("orders", "before " + round);
            assertThat(heard.next()).isEqualTo("before " + round);
            assertThat(database.terminateBackends(NAME)).isEqualTo(1);
            ListenGap gap = heard.nextGap();
            assertThat(gap.cause()).isInstanceOfSatisfying(PgException.class, cause -> assertThat(cause.sqlState())
                    .isEqualTo("57P01"));
            assertThat(gap.length()).isPositive();
            assertThat(gap.attempts()).isPositive();
            for (int i = 0; i < 100; i++) {
                send("orders", round + "/" + i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(heard.next()).isEqualTo(round + "/" + i);
            }
        }
        assertThat(pg.listening()).isEqualTo(new ListenStatistics(2, 2, true, 3));
    }

    @Test
    @DisplayName("F32: a peer that has vanished without a word is found by a ping and replaced")
    void findsAVanishedPeer() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            PgClient client = PgClient.builder(vertx)
                    .dsn(database.dsn())
                    .host(proxy.host())
                    .port(proxy.port())
                    .applicationName(NAME)
                    .listenPingInterval(Duration.ofMillis(50))
                    .poolValidationTimeout(Duration.ofMillis(300))
                    .build();
            Heard heard = new Heard();
            await(client.listen("orders", heard));
            proxy.freeze();
            while (client.listening().isConnected()) {
                Thread.onSpinWait();
            }
            proxy.thaw();
            assertThat(heard.nextGap().cause()).hasMessageContaining("did not answer a check");
            send("orders", "after");
            assertThat(heard.next()).isEqualTo("after");
            await(client.close());
        }
    }

    @Test
    @DisplayName("4: refused connections are tried again until the server is back")
    void triesUntilTheServerIsBack() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            PgClient client = PgClient.builder(vertx)
                    .dsn(database.dsn())
                    .host(proxy.host())
                    .port(proxy.port())
                    .applicationName(NAME)
                    .build();
            Heard heard = new Heard();
            await(client.listen("orders", heard));
            proxy.refuseConnections(true);
            proxy.resetConnections();
            // Who comes while the server is away is told; who comes first perhaps of the loss.
            Throwable told = null;
            while (!(told instanceof PgConnectException)) {
                told = catchThrowable(() -> await(client.listen("returns", heard)));
                assertThat(told).isInstanceOf(PgException.class);
            }
            proxy.refuseConnections(false);
            assertThat(heard.nextGap().attempts()).isGreaterThan(1);
            assertThat(client.listening()).isEqualTo(new ListenStatistics(1, 1, true, 1));
            await(client.close());
        }
    }

    @Test
    void failsWhenTheFirstConnectionCannotBeOpened() {
        PgClient wrong = PgClient.builder(vertx)
                .dsn(database.dsn())
                .database("no_such_database")
                .build();
        assertThatThrownBy(() -> await(wrong.listen("orders", new Heard())))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("3D000");
        assertThatThrownBy(() -> wrong.blocking().listen("orders")).hasMessageContaining("3D000");
        assertThatThrownBy(() -> wrong.reactive().listen("orders").blockFirst()).hasMessageContaining("3D000");
        assertThat(wrong.listening()).isEqualTo(new ListenStatistics(0, 0, false, 0));
        await(wrong.close());
    }

    @Test
    void pausesWhileTheClientIsSuspended() {
        Heard heard = new Heard();
        await(pg.listen("orders", heard));
        await(pg.suspend(Duration.ofSeconds(5)));
        database.awaitNoBackends(NAME);
        assertThatThrownBy(() -> await(pg.listen("returns", heard)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("suspended");
        pg.resume();
        assertThat(heard.nextGap().cause()).isNull();
        send("orders", "after");
        assertThat(heard.next()).isEqualTo("after");
    }

    @Test
    void tellsOnceWhenNobodyListensBehindWhatCameBefore() {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        NotificationListener listener = new NotificationListener() {

            @Override
            public void onNotification(Notification notification) {
                told.add(notification.payload());
            }

            @Override
            public void onDisconnected(@Nullable PgException cause) {
                told.add("lost " + (cause == null ? "" : cause.sqlState()));
            }

            @Override
            public void onReconnected(ListenGap gap) {
                told.add("back");
            }
        };
        await(pg.listen("orders", listener));
        send("orders", "1");
        assertThat(take(told)).isEqualTo("1");
        assertThat(database.terminateBackends(NAME)).isEqualTo(1);
        assertThat(take(told)).isEqualTo("lost 57P01");
        assertThat(take(told)).isEqualTo("back");
        await(pg.suspend(Duration.ofSeconds(5)));
        assertThat(take(told)).isEqualTo("lost ");
        pg.resume();
        assertThat(take(told)).isEqualTo("back");
        send("orders", "2");
        assertThat(take(told)).isEqualTo("2");
        assertThat(told).isEmpty();
    }

    @Test
    void refusesListenersOnceClosed() {
        await(pg.listen("orders", new Heard()));
        await(pg.close(Duration.ofSeconds(5)));
        assertThat(pg.listening()).isEqualTo(new ListenStatistics(0, 0, false, 0));
        assertThatThrownBy(() -> await(pg.listen("orders", new Heard())))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("closed");
    }

    /** Asks for as many as a test says. */
    private static final class Asking implements Flow.Subscriber<Notification> {

        private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(Notification notification) {
            signals.add(notification.payload());
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    private void awaitListening(int listeners) {
        while (pg.listening().listeners() != listeners || !pg.listening().isConnected()) {
            Thread.onSpinWait();
        }
        // Answered behind the LISTEN of those.
        await(pg.listen("the last", notification -> {})).close();
    }

    @Test
    void publishesAsMuchAsIsAskedFor() {
        Asking asking = new Asking();
        pg.listen(ListenOptions.channels("orders", "returns").buffer(3)).subscribe(asking);
        awaitListening(1);
        asking.subscription.join().request(2);
        Heard all = new Heard();
        await(pg.listen("orders", all));
        for (int i = 1; i <= 5; i++) {
            send("orders", String.valueOf(i));
            assertThat(all.next()).isEqualTo(String.valueOf(i));
        }
        assertThat(take(asking.signals)).isEqualTo("1");
        assertThat(take(asking.signals)).isEqualTo("2");
        assertThat(asking.signals).isEmpty();

        asking.subscription.join().request(1);
        assertThat(take(asking.signals)).isEqualTo("3");
        send("returns", "6");
        asking.subscription.join().request(Long.MAX_VALUE);
        assertThat(take(asking.signals)).isEqualTo("4");
        assertThat(take(asking.signals)).isEqualTo("5");
        assertThat(take(asking.signals)).isEqualTo("6");
        asking.subscription.join().cancel();
    }

    @Test
    @DisplayName("4: a buffer that overflows ends the subscription with an error, behind what was kept")
    void losesNothingInSilence() {
        Asking asking = new Asking();
        pg.listen(ListenOptions.channels("orders").buffer(2)).subscribe(asking);
        awaitListening(1);
        Heard all = new Heard();
        await(pg.listen("orders", all));
        for (int i = 1; i <= 3; i++) {
            send("orders", String.valueOf(i));
            assertThat(all.next()).isEqualTo(String.valueOf(i));
        }
        asking.subscription.join().request(Long.MAX_VALUE);
        assertThat(take(asking.signals)).isEqualTo("1");
        assertThat(take(asking.signals)).isEqualTo("2");
        assertThat(take(asking.signals)).isInstanceOfSatisfying(PgMisuseException.class, failure -> assertThat(failure)
                .hasMessageContaining("more than 2 notifications wait"));
        assertThat(pg.listening().listeners()).isEqualTo(1);
    }

    @Test
    void completesPublishersAndStreamsWithTheClient() {
        Asking asking = new Asking();
        pg.listen("orders").subscribe(asking);
        awaitListening(1);
        Stream<Notification> stream = pg.blocking().listen("orders");
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(stream::count);
        await(pg.close(Duration.ofSeconds(5)));
        assertThat(take(asking.signals)).isEqualTo("complete");
        assertThat(read.join()).isZero();
    }

    @Test
    void refusesDemandThatIsNone() {
        Asking asking = new Asking();
        pg.listen("orders").subscribe(asking);
        asking.subscription.join().request(0);
        assertThat(take(asking.signals)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void speaksReactor() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Disposable subscription =
                pg.reactive().listen("orders").map(Notification::payload).subscribe(heard::add);
        awaitListening(1);
        send("orders", "17");
        assertThat(take(heard)).isEqualTo("17");
        subscription.dispose();
        PgRegistration registration = pg.reactive()
                .listen("returns", notification -> heard.add(notification.payload()))
                .block(Duration.ofSeconds(20));
        pg.reactive().notify("returns", "18").block(Duration.ofSeconds(20));
        assertThat(take(heard)).isEqualTo("18");
        assertThat(registration).isNotNull();
        registration.close();
    }

    @Test
    void streamsToAThreadThatWaits() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Stream<Notification> stream = pg.blocking().listen("orders");
        CompletableFuture<Void> reading =
                CompletableFuture.runAsync(() -> stream.forEach(next -> heard.add(next.payload())));
        send("orders", "17");
        assertThat(take(heard)).isEqualTo("17");
        stream.close();
        reading.join();
        while (pg.listening().listeners() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void endsAStreamByInterrupt() throws InterruptedException {
        Stream<Notification> stream = pg.blocking().listen("orders");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            stream.forEach(next -> {});
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        reader.start();
        reader.interrupt();
        assertThat(interrupted.join()).isTrue();
        reader.join();
    }

    @Test
    void failsAStreamWhoseBufferOverflows() {
        try (Stream<Notification> stream =
                pg.blocking().listen(ListenOptions.channels("orders").buffer(2))) {
            Heard all = new Heard();
            await(pg.listen("orders", all));
            for (int i = 1; i <= 3; i++) {
                send("orders", String.valueOf(i));
                assertThat(all.next()).isEqualTo(String.valueOf(i));
            }
            List<String> read = new ArrayList<>();
            assertThatThrownBy(() -> stream.forEach(next -> read.add(next.payload())))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("ListenOptions.buffer");
            assertThat(read).containsExactly("1", "2");
        }
    }

    private PgClient clientOf(ScriptedServer server) {
        return PgClient.builder(vertx)
                .host(server.host())
                .port(server.port())
                .user("anna")
                .build();
    }

    @Test
    @DisplayName("F19: notifications within a result are delivered in order, its rows unharmed")
    void deliversWithinAResult() {
        DataRow row = new DataRow(List.of(Bytes.of((byte) '7')));
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept()
                    .startupTrust()
                    .expect(Query.class)
                    .send(
                            new NotificationResponse(1, "orders", "too early"),
                            new CommandComplete("LISTEN"),
                            new ReadyForQuery(TransactionStatus.IDLE))
                    .expect(Query.class)
                    .send(
                            new NotificationResponse(1, "orders", "1"),
                            new RowDescription(FieldDescription.of("a", 25, -1, 0)),
                            row,
                            new NotificationResponse(1, "orders", "2"),
                            new NotificationResponse(1, "others", "nobody's"),
                            row,
                            new CommandComplete("SELECT 2"),
                            new NotificationResponse(1, "orders", "3"),
                            new ReadyForQuery(TransactionStatus.IDLE),
                            new NotificationResponse(1, "orders", "4"));
            PgClient client = clientOf(server);
            Heard heard = new Heard();
            client.withConnection(connection -> connection
                    .listen("orders", heard)
                    .compose(done -> connection.execute("select a from t"))
                    .onSuccess(result -> assertThat(result.rowCount()).isEqualTo(2))
                    .compose(done -> Promise.<Void>promise().future()));
            assertThat(List.of(heard.next(), heard.next(), heard.next(), heard.next()))
                    .containsExactly("1", "2", "3", "4");
            server.verify();
            await(client.close(Duration.ZERO));
        }
    }

    @Test
    @DisplayName("4: a server that refuses to listen fails the call, and its connection is closed")
    void failsWhenTheServerRefuses() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept()
                    .startupTrust()
                    .expect(Query.class)
                    .send(
                            new ErrorResponse(
                                    Map.of('S', "ERROR", 'V', "ERROR", 'C', "25006", 'M', "not during recovery")),
                            new ReadyForQuery(TransactionStatus.IDLE))
                    .expectEnd();
            PgClient client = clientOf(server);
            assertThatThrownBy(() -> await(client.listen("orders", new Heard())))
                    .isInstanceOf(PgServerException.class)
                    .hasMessageContaining("25006");
            server.verify();
            assertThat(client.listening()).isEqualTo(new ListenStatistics(0, 0, false, 0));
            await(client.close());
        }
    }

    @Test
    @DisplayName("4: a connection that is lost before the server has answered LISTEN fails the first listener")
    void failsWhenTheConnectionIsLostAtOnce() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept().startupTrust().expect(Query.class).reset();
            PgClient client = clientOf(server);
            assertThatThrownBy(() -> await(client.listen("orders", new Heard())))
                    .isInstanceOf(PgException.class);
            server.verify();
            assertThat(server.connectionCount()).isEqualTo(1);
            await(client.close());
        }
    }

    @Test
    void checksItsOptions() {
        assertThatThrownBy(() -> pg.listen()).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> ListenOptions.channels("a").buffer(0)).isInstanceOf(PgMisuseException.class);
        assertThat(ListenOptions.channels("a", "b", "a").channels()).containsExactly("a", "b");
        assertThat(ListenOptions.channels("a").buffer()).isEqualTo(10_000);
    }
}
