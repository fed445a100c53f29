package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners and handlers of one connection. */
@ExtendWith(PostgresExtension.class)
class ListenTest {

    private static final String NAME = "listen-test";

    private final Vertx vertx;
    private final TestDatabase database;
    private final PgClient pg;
    private final PgConnection connection;

    ListenTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .applicationName(NAME)
                .poolMaxSize(4)
                .poolAcquireTimeout(Duration.ofSeconds(20))
                .build();
        this.connection = await(pg.acquire());
    }

    @AfterEach
    void close() {
        await(connection.close());
        int busy = pg.statistics().busy();
        await(pg.close(Duration.ofSeconds(5)));
        assertThat(busy).isZero();
        database.awaitNoBackends(NAME);
    }

    /** What a listener hears, for threads that wait for it. */
    private static final class Heard implements NotificationListener {

        private final BlockingQueue<Notification> queue = new LinkedBlockingQueue<>();

        @Override
        public void onNotification(Notification notification) {
            queue.add(notification);
        }

        String next() {
            return take(queue).payload();
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

    private PgRegistration listen(String channel, NotificationListener listener) {
        return await(connection.listen(channel, listener));
    }

    private void send(String channel, String payload) {
        await(pg.notify(channel, payload));
    }

    /** What was sent before has been delivered when this returns. */
    private void settle() {
        Heard last = new Heard();
        PgRegistration registration = listen("the last", last);
        await(connection.notify("the last", "over"));
        assertThat(last.next()).isEqualTo("over");
        registration.close();
    }

    private List<String> channelsOfTheServer() {
        return await(connection.fetch(String.class, "select * from pg_listening_channels() order by 1"));
    }

    @Test
    @DisplayName("A114: several listeners of a channel hear payload and sender, until they are removed")
    void tellsSeveralListeners() {
        Heard one = new Heard();
        Heard two = new Heard();
        PgRegistration first = listen("orders", one);
        PgRegistration second = listen("orders", two);
        int sender =
                await(pg.withConnection(other -> other.notify("orders", "17").map(other.processId())));
        assertThat(take(one.queue)).isEqualTo(new Notification("orders", "17", sender));
        assertThat(two.next()).isEqualTo("17");

        first.close();
        first.close();
        send("orders", "18");
        assertThat(two.next()).isEqualTo("18");
        settle();
        assertThat(one.queue).isEmpty();
        assertThat(channelsOfTheServer()).containsExactly("orders");

        second.close();
        assertThat(channelsOfTheServer()).isEmpty();
    }

    @Test
    @DisplayName("A114: the same listener twice is one registration")
    void registersAListenerOnce() {
        Heard heard = new Heard();
        PgRegistration first = listen("orders", heard);
        listen("orders", heard);
        send("orders", "once");
        assertThat(heard.next()).isEqualTo("once");
        settle();
        assertThat(heard.queue).isEmpty();
        first.close();
        assertThat(channelsOfTheServer()).isEmpty();
    }

    @Test
    @DisplayName("A114: nothing is heard after the connection was given back, nor by its next user")
    void hearsNothingAfterGivingBack() {
        Heard heard = new Heard();
        PgConnection given = await(pg.acquire());
        int backend = given.processId();
        await(given.listen("orders", heard));
        await(given.close());

        PgConnection next = await(pg.acquire());
        assertThat(next.processId()).isEqualTo(backend);
        assertThat(await(next.fetch("select * from pg_listening_channels()")).size())
                .isZero();
        await(next.notify("orders", "late"));
        await(next.fetch("select 1"));
        await(next.close());
        assertThat(heard.queue).isEmpty();
        assertThatThrownBy(() -> await(next.listen("orders", heard))).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> next.onNotice(notice -> {})).isInstanceOf(PgMisuseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "Mixed Case",
                "qu\"o\"te",
                "a'b",
                "1+2",
                "; drop table x; --",
                "line\nbreak",
                "größe_テスト",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    @DisplayName("A115, S12, S13: a channel may have any name")
    void takesAnyName(String channel) {
        Heard heard = new Heard();
        listen(channel, heard);
        send(channel, "x");
        assertThat(take(heard.queue).channel()).isEqualTo(channel);
        assertThat(channelsOfTheServer()).containsExactly(channel);
    }

    @Test
    @DisplayName("A115, S12: a name that the server would cut off or cannot have is refused")
    void refusesOtherNames() {
        assertThatThrownBy(() -> connection.listen("x".repeat(64), n -> {}))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("64 bytes long in UTF-8; the server takes 63 at most");
        assertThatThrownBy(() -> connection.listen("ö".repeat(32), n -> {})).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> connection.listen("", n -> {})).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> connection.listen("a\0b", n -> {})).hasMessageContaining("NUL");
        assertThatThrownBy(() -> connection.listen("\ud83d", n -> {})).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> pg.notify("", "x")).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> pg.blocking().listen("x".repeat(64))).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> pg.reactive().listen("x".repeat(64))).isInstanceOf(PgMisuseException.class);
    }

    @Test
    void leavesTheLimitOfPayloadsToTheServer() {
        Heard heard = new Heard();
        listen("orders", heard);
        await(pg.notify("orders", null));
        assertThat(heard.next()).isEmpty();
        send("orders", "x".repeat(7_999));
        assertThat(heard.next()).hasSize(7_999);
        assertThatThrownBy(() -> send("orders", "x".repeat(8_000)))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("payload string too long");
    }

    @Test
    @DisplayName("10,000 notifications come in order, while statements run on the same connection")
    void keepsTheOrder() {
        Heard heard = new Heard();
        listen("many", heard);
        for (int part = 0; part < 10; part++) {
            int from = part * 1_000;
            await(pg.execute(
                    "select pg_notify('many', g::text) from generate_series($1::int, $2::int) g", from, from + 999));
            Rows rows = await(connection.fetch("select g from generate_series(1, 2000) g"));
            assertThat(rows.get(1_999).getInt(0)).isEqualTo(2_000);
        }
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> heard.next()))
                .isEqualTo(IntStream.range(0, 10_000).mapToObj(String::valueOf).toList());
    }

    @Test
    @DisplayName(
            "F19: notifications of the connection itself come among its results, and a listener that throws only logs")
    void disturbsNobodyByThrowing() {
        Heard heard = new Heard();
        listen("orders", notification -> {
            throw new IllegalStateException("a listener that throws");
        });
        listen("orders", heard);
        Rows rows = await(connection.fetch("select g, pg_notify('orders', g::text) from generate_series(1, 50) g"));
        assertThat(rows.size()).isEqualTo(50);
        for (int i = 1; i <= 50; i++) {
            assertThat(heard.next()).isEqualTo(String.valueOf(i));
        }
        assertThat(await(connection.fetchValue(Integer.class, "select 7"))).contains(7);
    }

    @Test
    void callsOnTheContextOfTheRegistration() {
        Promise<Boolean> same = Promise.promise();
        Promise<Void> sent = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> connection
                .listen("orders", notification -> same.tryComplete(Vertx.currentContext() == context))
                .compose(done -> pg.notify("orders", ""))
                .onComplete(sent));
        await(sent.future());
        assertThat(await(same.future())).isTrue();
    }

    @Test
    void letsListenersOfTheBlockingFaceWait() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        pg.blocking().withConnection(blocking -> {
            blocking.listen(
                    "orders",
                    notification -> heard.add(pg.blocking()
                            .fetchValue(String.class, "select 'got ' || $1", notification.payload())
                            .orElse("")));
            blocking.notify("orders", "17");
            assertThat(take(heard)).isEqualTo("got 17");
            return null;
        });
    }

    @Test
    @DisplayName("1.12: LISTEN in a transaction takes effect at its commit")
    void listensInATransaction() {
        Heard heard = new Heard();
        PgTransaction transaction = await(connection.begin());
        await(transaction.fetch("select 1"));
        listen("orders", heard);
        send("orders", "before");
        await(transaction.commit());
        assertThat(channelsOfTheServer()).containsExactly("orders");
        send("orders", "after");
        assertThat(heard.next()).isEqualTo("after");
    }

    @Test
    @DisplayName("1.12: LISTEN is told again when its transaction, or a savepoint around it, is rolled back")
    void listensThoughTheTransactionIsRolledBack() {
        Heard heard = new Heard();
        PgTransaction transaction = await(connection.begin());
        await(transaction.fetch("select 1"));
        listen("orders", heard);
        await(transaction.rollback());
        assertThat(channelsOfTheServer()).containsExactly("orders");

        Heard returns = new Heard();
        await(connection.inTransaction(outer -> outer.inTransaction(
                        inner -> connection.listen("returns", returns).compose(done -> inner.execute("select 1/0")))
                .otherwiseEmpty()));
        assertThat(channelsOfTheServer()).containsExactly("orders", "returns");
        send("orders", "1");
        send("returns", "2");
        assertThat(heard.next()).isEqualTo("1");
        assertThat(returns.next()).isEqualTo("2");
    }

    @Test
    void stopsListeningThoughTheTransactionHasFailed() {
        PgRegistration registration = listen("orders", new Heard());
        PgTransaction transaction = await(connection.begin());
        assertThatThrownBy(() -> await(transaction.execute("select 1/0"))).isInstanceOf(PgServerException.class);
        registration.close();
        assertThatThrownBy(() -> await(connection.listen("late", new Heard())))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("25P02");
        await(transaction.rollback());
        assertThat(channelsOfTheServer()).isEmpty();
    }

    @Test
    @DisplayName("A118: notices carry all fields and the running statement")
    void tellsNotices() {
        BlockingQueue<PgNotice> notices = new LinkedBlockingQueue<>();
        PgRegistration registration = connection.onNotice(notices::add);
        connection.onNotice(notice -> {
            throw new IllegalStateException("a handler that throws");
        });
        String sql = "do $$ begin raise warning 'careful' using errcode = '01W07', detail = 'd', hint = 'h',"
                + " schema = 's', table = 't', column = 'c', datatype = 'y', constraint = 'k'; end $$";
        await(connection.execute(sql));
        PgNotice notice = take(notices);
        assertThat(notice.severity()).isEqualTo("WARNING");
        assertThat(notice.sqlState()).isEqualTo("01W07");
        assertThat(notice.message()).isEqualTo("careful");
        assertThat(notice.detail()).isEqualTo("d");
        assertThat(notice.hint()).isEqualTo("h");
        assertThat(List.of(
                        Optional.ofNullable(notice.schema()),
                        Optional.ofNullable(notice.table()),
                        Optional.ofNullable(notice.column()),
                        Optional.ofNullable(notice.dataType()),
                        Optional.ofNullable(notice.constraint())))
                .containsExactly(
                        Optional.of("s"), Optional.of("t"), Optional.of("c"), Optional.of("y"), Optional.of("k"));
        assertThat(notice.where()).contains("inline_code_block");
        assertThat(notice.file()).isEqualTo("pl_exec.c");
        assertThat(notice.line()).isPositive();
        assertThat(notice.routine()).isEqualTo("exec_stmt_raise");
        assertThat(notice.position()).isZero();
        assertThat(notice.sql()).isEqualTo(sql);
        assertThat(notice.processId()).isEqualTo(connection.processId());
        assertThat(notice).hasToString("WARNING 01W07: careful");

        registration.close();
        await(connection.execute(sql));
        settle();
        assertThat(notices).isEmpty();
    }

    @Test
    @DisplayName("A118: errors carry SQLSTATE, severity, position, detail and the statement")
    void tellsErrors() {
        assertThatThrownBy(() -> await(connection.execute("select nothing from nowhere")))
                .isInstanceOfSatisfying(PgServerException.class, error -> {
                    assertThat(error.sqlState()).isEqualTo("42P01");
                    assertThat(error.severity()).isEqualTo("ERROR");
                    assertThat(error.position()).isEqualTo(21);
                    assertThat(error.sql()).isEqualTo("select nothing from nowhere");
                    assertThat(error).hasMessageContaining("select nothing from nowhere");
                });
    }

    @Test
    @DisplayName("A117: the end is told once, when the connection is given back")
    void tellsTheEndOfItsUse() {
        BlockingQueue<Optional<PgException>> ends = new LinkedBlockingQueue<>();
        PgConnection given = await(pg.acquire());
        given.onClose(reason -> ends.add(Optional.ofNullable(reason)));
        given.onClose(reason -> {
            throw new IllegalStateException("a handler that throws");
        });
        await(given.close());
        assertThat(take(ends)).isEmpty();
        database.terminateBackends(NAME);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(ends).isEmpty();
    }

    @Test
    @DisplayName("A117, F04: the end is told once with its reason, when the server closes the connection")
    void tellsTheLossOfAConnection() {
        BlockingQueue<Optional<PgException>> ends = new LinkedBlockingQueue<>();
        BlockingPgConnection given = pg.blocking().acquire();
        given.onClose(reason -> ends.add(Optional.ofNullable(reason)));
        database.terminateBackends(NAME);
        assertThat(take(ends)).get().satisfies(reason -> assertThat(reason.sqlState())
                .isEqualTo("57P01"));
        given.close();
        assertThat(ends).isEmpty();
    }
}
