package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.pgnative.client.PgOptions;
import io.pgnative.client.session.auth.ScramKeys;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many connections at once. The derivation of their keys is the one long computation of a start-up. */
@ExtendWith(PostgresExtension.class)
class ConnectStormTest {

    private static final int CONNECTIONS = 50;

    private final VertxInternal vertx;
    private final PostgresServer server;

    ConnectStormTest(Vertx vertx, PostgresServer server) {
        this.vertx = (VertxInternal) vertx;
        this.server = server;
        server.assumeConfigurable();
    }

    @Test
    @DisplayName("S07: 50 connections at once derive their SCRAM keys once, while every event loop goes on")
    void neverHoldsAnEventLoopForKeys() throws Exception {
        server.createRole("storm", "geheim", "scram-sha-256");
        server.appendHba("host all storm all scram-sha-256");
        Queue<Thread> deriving = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ScramKeys keys = new ScramKeys(origin -> {
            deriving.add(Thread.currentThread());
            begun.countDown();
            awaitUnder(mayEnd);
            return ScramKeys.derive(origin);
        });
        PgOptions options =
                new Sessions(vertx).options(server.host(), server.port(), "postgres", "storm", () -> "geheim");
        PgSessionFactory factory =
                new PgSessionFactory(vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null, keys);

        List<Future<Session>> storm = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> factory.open(vertx.createEventLoopContext()))
                .toList();
        awaitUnder(begun);
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            assertThat(loop.submit(() -> "free").get(10, TimeUnit.SECONDS)).isEqualTo("free");
        }
        assertThat(storm).noneMatch(Future::isComplete);
        mayEnd.countDown();

        await(Future.all(storm));
        assertThat(deriving).singleElement().satisfies(thread -> {
            for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
                assertThat(loop.inEventLoop(thread)).isFalse();
            }
        });
        storm.forEach(session -> await(session.result().close()));
    }

    @Test
    @DisplayName("S07: while as many iterations run as are allowed, the other connections of the loop are served")
    void servesTheLoopWhileKeysAreDerived(TestDatabase database) {
        int cap = 100_000;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ScramKeys keys = new ScramKeys(origin -> {
            begun.countDown();
            awaitUnder(mayEnd);
            return ScramKeys.derive(origin);
        });
        Sessions sessions = new Sessions(vertx).connectTimeout(Duration.ofSeconds(60));
        ContextInternal loop = vertx.createEventLoopContext();
        Session other = await(sessions.factory(
                        database.host(), database.port(), database.database(), database.user(), database::password)
                .open(loop));
        try (ScriptedServer demanding = ScriptedServer.start()) {
            Script script = demanding.accept().expectStartup().send(new AuthenticationSASL("SCRAM-SHA-256"));
            script.expect(SASLInitialResponse.class, first -> {
                String text = Objects.requireNonNull(first.data()).toUtf8();
                String challenge = "r=" + text.substring(text.indexOf(",r=") + 3) + "srv,s=c2FsdHNhbHQ=,i=" + cap;
                script.send(new AuthenticationSASLContinue(Bytes.utf8(challenge)))
                        .expect(SASLResponse.class)
                        .send(ErrorResponse.of("FATAL", "XX000", "enough"));
            });
            PgOptions options = sessions.options(demanding.host(), demanding.port(), "shop", "anna", () -> "geheim");
            Future<Session> opening = new PgSessionFactory(
                            vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null, keys)
                    .open(loop);
            awaitUnder(begun);
            // The derivation has begun and cannot end before these are answered.
            for (int i = 0; i < 100; i++) {
                assertThat(Sessions.fetch(other, "select " + i).get(0).getInt(0))
                        .isEqualTo(i);
            }
            assertThat(opening.isComplete()).isFalse();
            mayEnd.countDown();
            assertThat(Sessions.failureOf(opening)).hasMessageContaining("enough");
            demanding.verify();
        } finally {
            mayEnd.countDown();
            await(other.close());
        }
    }

    private static void awaitUnder(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
