package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.run;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CutConnectionTest {

    private static final String SQL = "select 'some rows' from generate_series(1, 3)";

    private final Vertx vertx;

    CutConnectionTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    @DisplayName("F37: a conversation that is cut after any number of bytes fails once, and tells whether it was sent")
    void failsOnceWhereverItIsCut(PostgresServer server, TestDatabase database) {
        server.createRole("cut_trusted", "geheim", "scram-sha-256");
        server.appendHba("host all cut_trusted all trust");
        try (RecordingProxy proxy = RecordingProxy.start(server.host(), server.port())) {
            Session whole = await(open(proxy, database));
            long startUp = proxy.forwardedBytes(Direction.TO_CLIENT);
            assertThat(run(whole, SQL).rowCount()).isEqualTo(3);
            long total = proxy.forwardedBytes(Direction.TO_CLIENT);
            await(whole.close());
            for (long bytes = 1; bytes < total; bytes += bytes < startUp - 20 ? 9 : 1) {
                proxy.clear();
                if (bytes % 2 == 0) {
                    proxy.closeAfter(Direction.TO_CLIENT, bytes);
                } else {
                    proxy.resetAfter(Direction.TO_CLIENT, bytes);
                }
                cut(proxy, database, bytes);
            }
        }
    }

    private Future<Session> open(RecordingProxy proxy, TestDatabase database) {
        return new Sessions(vertx).open(proxy.host(), proxy.port(), database.database(), "cut_trusted", null);
    }

    private void cut(RecordingProxy proxy, TestDatabase database, long bytes) {
        AtomicInteger ends = new AtomicInteger();
        Future<CommandResult> call = open(proxy, database)
                .compose(session -> submit(session, Requests.script(null, SQL, Request.NO_DEADLINE))
                        .onComplete((AsyncResult<CommandResult> done) -> ends.incrementAndGet()));
        Throwable failure = failureOf(call);
        assertThat(failure).as("cut after %d bytes", bytes).isInstanceOf(PgException.class);
        if (failure instanceof PgConnectionLostException lost) {
            assertThat(ends).hasValue(1);
            if (!lost.wasSent()) {
                assertThat(proxy.frontend()).noneMatch(Query.class::isInstance);
            }
        } else {
            assertThat(ends).hasValue(0);
        }
    }

    @Test
    @DisplayName("F18: a client_encoding other than UTF8 ends the connection with a clear error")
    void refusesOtherEncodings(TestDatabase database) {
        Session session = await(new Sessions(vertx)
                .open(database.host(), database.port(), database.database(), database.user(), database::password));
        assertThat(failureOf(
                        submit(session, Requests.script(null, "set client_encoding = latin1", Request.NO_DEADLINE))))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("client_encoding was changed; this client speaks UTF8 only");
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    @DisplayName("F19: notices among rows are delivered, and a handler that throws harms nothing")
    void deliversNoticesAmongRows(TestDatabase database) {
        List<PgNotice> notices = new CopyOnWriteArrayList<>();
        Session session = await(new Sessions(vertx)
                .noticeHandler(notice -> {
                    notices.add(notice);
                    throw new AssertionError("a handler that throws");
                })
                .open(database.host(), database.port(), database.database(), database.user(), database::password));
        run(
                session,
                "create function noisy(i int) returns int language plpgsql as"
                        + " $$ begin raise notice 'row %', i; return i; end $$");
        Rows rows = fetch(session, "select noisy(g) from generate_series(1, 100) g");
        assertThat(rows.size()).isEqualTo(100);
        assertThat(rows.get(99).getInt(0)).isEqualTo(100);
        assertThat(notices).hasSize(100);
        assertThat(notices.get(41).message()).isEqualTo("row 42");
        await(session.close());
    }
}
