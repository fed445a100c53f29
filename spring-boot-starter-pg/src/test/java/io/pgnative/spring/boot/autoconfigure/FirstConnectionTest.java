package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.PgClient;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits for a server that is not there. */
@Timeout(60)
class FirstConnectionTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Vertx vertx = Vertx.vertx();

    private final PgClient client = PgClient.builder(vertx)
            .environment(false)
            .host("127.0.0.1")
            .port(unused())
            .user("app")
            .poolAcquireTimeout(Duration.ofMillis(100))
            .build();

    private final CompletableFuture<Throwable> end = new CompletableFuture<>();

    private final Thread starting = new Thread(() -> {
        try {
            FirstConnection.open(client, FOR_EVER.multipliedBy(2), FOR_EVER);
            end.complete(new AssertionError("it was opened"));
        } catch (ExecutionException ex) {
            end.complete(ex);
        }
    });

    @AfterEach
    void close() throws Exception {
        client.close(Duration.ZERO).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static int unused() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Begins, and returns in the pause after the first attempt. */
    private void startAndAwaitPause() {
        starting.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> Arrays.stream(starting.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CountDownLatch.class.getName())));
    }

    @Test
    void stopsWaitingWhenTheClientIsClosed() throws Exception {
        startAndAwaitPause();
        client.close(Duration.ZERO);
        assertThat(end.get(30, TimeUnit.SECONDS))
                .hasMessage("the client was closed while it waited for the server")
                .hasRootCauseInstanceOf(ConnectException.class);
        starting.join();
    }

    @Test
    void stopsWaitingWhenItsThreadIsInterrupted() throws Exception {
        startAndAwaitPause();
        starting.interrupt();
        assertThat(end.get(30, TimeUnit.SECONDS))
                .hasMessageStartingWith("interrupted while waiting")
                .hasCauseInstanceOf(InterruptedException.class);
        starting.join();
    }
}
