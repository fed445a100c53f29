package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.run;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class CancellationTest {

    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final Session session;

    CancellationTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        proxy = RecordingProxy.start(database.host(), database.port());
        proxy.recording(false);
        session = await(new Sessions(vertx)
                .open(proxy.host(), proxy.port(), database.database(), database.user(), database::password));
        run(session, "create table if not exists item(id int primary key, name text); truncate item");
    }

    @AfterEach
    void close() {
        await(session.close());
        proxy.close();
    }

    @Test
    void whatAFailureHandlerSubmitsRunsPromptly() {
        Promise<Rows> next = Promise.promise();
        Future<Rows> slow = submit(session, query(Duration.ofMillis(50), "select pg_sleep(30)"));
        slow.onFailure(failure ->
                submit(session, query(Duration.ofSeconds(5), "select 1")).onComplete(next));
        assertThat(failureOf(slow)).isInstanceOf(PgTimeoutException.class);
        assertThat(await(next.future()).get(0).getInt(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("A054, F54: 200 tiny time-outs never cancel the statement that follows")
    void neverHitsTheNextStatement() {
        for (int i = 0; i < 200; i++) {
            String sql = "select " + i % 7;
            Future<Rows> tiny = submit(session, query(Duration.ofNanos(i * 20_000L), "select pg_sleep(0.002)"));
            Future<Rows> next = tiny.transform(done -> submit(session, query(sql)));
            assertThat(await(next).get(0).getInt(0)).isEqualTo(i % 7);
        }
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void cancelsOneAfterTheOtherWhenAllThatIsInFlightIsGivenUp() {
        fetch(session, "select pg_sleep($1)", 0.0);
        List<Future<Rows>> all = IntStream.range(0, 3)
                .mapToObj(i -> submit(session, query(Duration.ofMillis(50), "select pg_sleep($1)", 30.0)))
                .toList();
        all.forEach(each -> assertThat(failureOf(each)).isInstanceOf(PgTimeoutException.class));
        assertThat(fetch(session, "select 1").get(0).getInt(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("F54: what is given up is not cancelled while a statement that is wanted stands behind it")
    void doesNotCancelWhileAWantedStatementFollows() {
        fetch(session, "select pg_sleep($1)", 0.0);
        Future<Rows> tiny = submit(session, query(Duration.ofMillis(50), "select pg_sleep($1)", 0.5));
        Future<Rows> wanted = submit(session, query("select pg_sleep($1)", 0.1));
        assertThat(failureOf(tiny)).isInstanceOf(PgTimeoutException.class);
        assertThat(await(wanted).size()).isEqualTo(1);
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void anAbandonedPrepareLeavesAUsableStatement() {
        for (int i = 0; i < 20; i++) {
            String sql =
                    "select a.relname from pg_class a, pg_class b, pg_class c where a.oid = b.oid and " + i + " = " + i;
            Request<Rows> request = query(sql);
            session.submit(request);
            request.abandon(new PgCancelledException("given up"));
            assertThat(failureOf(request.future())).isInstanceOf(PgCancelledException.class);
            assertThat(fetch(session, sql + " limit 0").size()).isZero();
        }
        assertThat(fetch(session, "select 1").size()).isEqualTo(1);
    }

    private Future<CommandResult> endless(Request<CommandResult> request) {
        session.submit(request);
        return request.future();
    }

    @Test
    @DisplayName("A033, F46: a batch that is given up while a lock holds it and the socket is full leaves nothing")
    void anAbandonedBatchLeavesNothing(Vertx vertx) {
        run(session, "insert into item values (-1, 'locked')");
        Session other = await(new Sessions(vertx)
                .open(database.host(), database.port(), database.database(), database.user(), database::password));
        run(other, "begin; update item set name = 'other' where id = -1");
        String payload = "x".repeat(10_000);
        Iterable<Object[]> rows = () -> IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new Object[] {i == 1 ? -1 : i, payload})
                .iterator();
        Request<CommandResult> batch = Requests.batch(
                null,
                "insert into item values ($1, $2) on conflict (id) do update set name = excluded.name",
                rows,
                Request.NO_DEADLINE);
        Future<CommandResult> ended = endless(batch);
        while (database.query("select count(*) from pg_locks where not granted and pid = " + session.processId())
                .equals("0")) {
            assertThat(ended.isComplete()).isFalse();
        }
        batch.abandon(new PgCancelledException("given up"));
        assertThat(failureOf(ended)).isInstanceOf(PgCancelledException.class);
        assertThat(fetch(session, "select count(*) from item where id >= 0")
                        .get(0)
                        .getLong(0))
                .isZero();
        run(other, "rollback");
        await(other.close());
    }

    @Test
    @DisplayName("A033: a batch that is given up in the middle of a part that fills the socket ends once")
    void anAbandonedBatchEndsOnce() {
        String payload = "x".repeat(66_000);
        AtomicReference<@Nullable Request<CommandResult>> batch = new AtomicReference<>();
        Iterable<Object[]> rows = () -> IntStream.iterate(0, i -> i + 1)
                .peek(i -> {
                    if (i == 1) {
                        Objects.requireNonNull(batch.get()).abandon(new PgCancelledException("given up"));
                    }
                })
                .mapToObj(i -> new Object[] {i, payload})
                .iterator();
        for (int round = 0; round < 20; round++) {
            Request<CommandResult> request =
                    Requests.batch(null, "insert into item values ($1, $2)", rows, Request.NO_DEADLINE);
            batch.set(request);
            assertThat(failureOf(endless(request))).isInstanceOf(PgCancelledException.class);
            assertThat(fetch(session, "select count(*) from item").get(0).getLong(0))
                    .isZero();
        }
    }

    @Test
    @DisplayName("A033: a batch that is given up while the server takes it leaves nothing, too")
    void anAbandonedBatchInFullFlowLeavesNothing() {
        Iterable<Object[]> rows = () -> IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new Object[] {i, "n"})
                .iterator();
        Request<CommandResult> batch =
                Requests.batch(null, "insert into item values ($1, $2)", rows, System.nanoTime() + 200_000_000L);
        assertThat(failureOf(endless(batch))).isInstanceOf(PgTimeoutException.class);
        assertThat(fetch(session, "select count(*) from item").get(0).getLong(0))
                .isZero();
    }

    @Test
    @DisplayName("F55: when no cancel request can be sent, the connection is closed within 2 s")
    void closesWhenCancellingIsImpossible() {
        proxy.stopListening();
        assertThat(failureOf(submit(session, query(Duration.ofMillis(50), "select pg_sleep(30)"))))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(failureOf(submit(session, query("select 1"))))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> {
                    assertThat(e.wasSent()).isFalse();
                    assertThat(e.getCause()).hasMessage("no cancel request could be sent within 2000 ms");
                });
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    @DisplayName("F55: when cancel requests come to nothing, the connection is closed within 5 s")
    void closesWhenCancelRequestsComeToNothing() {
        proxy.refuseConnections(true);
        assertThat(failureOf(submit(session, query(Duration.ofMillis(50), "select pg_sleep(30)"))))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(failureOf(submit(session, query("select 1"))))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.getCause())
                        .hasMessage("the server did not react to a cancel request within 5000 ms"));
    }
}
