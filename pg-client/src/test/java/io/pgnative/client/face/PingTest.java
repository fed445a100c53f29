package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether a server is there, asked besides the pool. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PingTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final PgClient pg;

    PingTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        proxy = RecordingProxy.start(database.host(), database.port());
        pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .poolMaxSize(1)
                .build();
    }

    @AfterEach
    void close() {
        proxy.thaw();
        await(pg.close(Duration.ZERO));
        proxy.close();
    }

    private static void awaitThat(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("it comes to that").isNegative();
        }
    }

    @Test
    @DisplayName("the server answers while the pool is full, and no connection is left of it")
    void answersBesidesAFullPool() {
        PgConnection taken = await(pg.acquire());

        await(pg.ping(LONG));

        assertThat(proxy.connectionCount()).isEqualTo(2);
        awaitThat(() -> proxy.openConnections() == 1);
        assertThat(pg.statistics().opened()).isEqualTo(1);
        await(taken.close());
    }

    @Test
    @DisplayName("a server from which nothing comes is told of in time, and a connection that comes late is closed")
    void givesUpInTime() {
        PgConnection taken = await(pg.acquire());
        proxy.freeze();

        assertThat(failureOf(pg.ping(Duration.ofMillis(200))))
                .isInstanceOf(PgTimeoutException.class)
                .hasMessage("the server did not answer within 200 ms");

        proxy.thaw();
        awaitThat(() -> proxy.connectionCount() == 2 && proxy.openConnections() == 1);
        await(taken.close());
    }

    @Test
    void tellsWhatTheServerSays() {
        PgClient elsewhere = PgClient.builder(vertx)
                .dsn(database.dsn())
                .database("no_such_database")
                .build();
        try {
            assertThat(failureOf(elsewhere.ping(LONG)))
                    .isInstanceOfSatisfying(PgServerException.class, refused -> assertThat(refused.sqlState())
                            .isEqualTo("3D000"));
        } finally {
            await(elsewhere.close(Duration.ZERO));
        }
    }

    @Test
    void asksNobodyWhileTheClientTakesNoCalls() {
        await(pg.suspend(Duration.ZERO));
        assertThat(failureOf(pg.ping(LONG))).isInstanceOf(PgMisuseException.class);
        pg.resume();
        await(pg.ping(LONG));
        Future<Void> closed = pg.close(Duration.ZERO);
        assertThat(failureOf(pg.ping(LONG)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the client is closed");
        pg.resume();
        assertThat(failureOf(pg.ping(LONG))).isInstanceOf(PgMisuseException.class);
        await(closed);
    }

    @Test
    void refusesALimitOfZero() {
        assertThatThrownBy(() -> pg.ping(Duration.ZERO))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("more than zero");
    }
}
