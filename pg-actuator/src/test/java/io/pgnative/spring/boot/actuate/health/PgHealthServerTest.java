package io.pgnative.spring.boot.actuate.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.RecordingProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** The health of a real server that goes and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class PgHealthServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedServer server = EmbeddedServer.create();
    private final PgClient client;
    private final PgHealthIndicator indicator;

    PgHealthServerTest() {
        server.start();
        client = PgClient.builder(vertx).dsn(server.dsn()).poolMaxSize(1).build();
        indicator = new PgHealthIndicator(client, TIMEOUT);
    }

    @AfterAll
    void stop() {
        client.close(Duration.ZERO).toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Test
    @DisplayName("B48: up, with what is known of the server")
    void tellsOfTheServer() {
        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("database", "postgres").containsEntry("role", "primary");
        assertThat(String.valueOf(health.getDetails().get("version"))).matches("1[4-8]\\.\\d+");
    }

    @Test
    @DisplayName("B45: down and up again with the server")
    void goesDownAndUpWithTheServer() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

        server.stop();
        long stopped = System.nanoTime();
        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(TIMEOUT.plusSeconds(1));

        server.start();
        Health health = indicator.health();
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!health.getStatus().equals(Status.UP) && System.nanoTime() < limit) {
            health = indicator.health();
        }
        assertThat(health.getStatus()).isEqualTo(Status.UP);
    }

    @Test
    @DisplayName("B48: up while all connections are at work")
    void isUpWhileAllConnectionsAreAtWork() {
        PgConnection borrowed =
                client.acquire().toCompletionStage().toCompletableFuture().join();

        Health health = new PgHealthIndicator(client, Duration.ofSeconds(2)).health();
        borrowed.close().toCompletionStage().toCompletableFuture().join();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .extractingByKey("pool", InstanceOfAssertFactories.MAP)
                .containsEntry("saturated", true);
    }

    @Test
    @DisplayName("B48: a server that vanishes while all connections are at work is down, and a busy pool of one is not")
    void goesDownWhenTheServerVanishesUnderAFullPool() {
        RecordingProxy proxy = RecordingProxy.start(server.host(), server.port());
        PgClient behind = PgClient.builder(vertx)
                .dsn(server.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .poolMaxSize(1)
                .build();
        try {
            Future<?> sleeper = behind.fetchOne(String.class, "select pg_sleep(600)::text");
            Awaitility.await().atMost(TIMEOUT).until(() -> behind.statistics().busy() == 1);
            PgHealthIndicator quick = new PgHealthIndicator(behind, Duration.ofSeconds(3));

            proxy.freeze();
            Health vanished = quick.health();
            assertThat(vanished.getStatus()).isEqualTo(Status.DOWN);
            assertThat(vanished.getDetails()).containsEntry("error", "no answer within 3000 ms");
            proxy.thaw();

            Health busy = new PgHealthIndicator(behind, Duration.ofSeconds(8)).health();
            assertThat(busy.getStatus()).isEqualTo(Status.UP);
            assertThat(busy.getDetails())
                    .extractingByKey("pool", InstanceOfAssertFactories.MAP)
                    .containsEntry("saturated", true);
            assertThat(sleeper.isComplete()).isFalse();
        } finally {
            proxy.thaw();
            behind.close(Duration.ZERO)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            proxy.close();
        }
    }

    @Test
    @DisplayName("B48: a busy pool is up when the server has no room for the question")
    void isUpWhenTheServerHasNoRoomForTheQuestion() {
        server.execute("create role narrow login connection limit 1");
        PgClient narrow = PgClient.builder(vertx)
                .dsn(server.dsn())
                .user("narrow")
                .poolMaxSize(1)
                .build();
        try {
            narrow.acquire().toCompletionStage().toCompletableFuture().join();

            assertThat(new PgHealthIndicator(narrow, Duration.ofSeconds(3))
                            .health()
                            .getStatus())
                    .isEqualTo(Status.UP);
        } finally {
            narrow.close(Duration.ZERO)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }
}
