package io.pgnative.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingProxyTest {

    private static final ReadyForQuery IDLE = new ReadyForQuery(TransactionStatus.IDLE);
    private static final CommandComplete TAG = new CommandComplete("SELECT 0");

    private final ScriptedServer server = ScriptedServer.start();
    private final RecordingProxy proxy = RecordingProxy.start(server.host(), server.port());

    @BeforeEach
    void answerEachQuery() {
        server.acceptEach(script ->
                script.startupTrust().serve(message -> message instanceof Query ? List.of(TAG, IDLE) : List.of()));
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void forwardsAndRecordsBothDirections() throws IOException {
        try (SocketClient client = new SocketClient(proxy.host(), proxy.port())) {
            client.send(new SSLRequest());
            assertThat(client.readByte()).isEqualTo('N');
            client.startup();
            client.readUntilReady();
            client.send(new Query("select"));
            assertThat(client.readUntilReady()).containsExactly(TAG, IDLE);
        }
        assertThat(proxy.frontend())
                .hasSize(3)
                .startsWith(new SSLRequest())
                .endsWith(new Query("select"))
                .hasAtLeastOneElementOfType(StartupMessage.class);
        assertThat(proxy.backend()).endsWith(IDLE, TAG, IDLE);
        assertThat(proxy.awaitFrontend(Query.class).query()).isEqualTo("select");
        assertThat(proxy.awaitBackend(CommandComplete.class)).isEqualTo(TAG);
        assertThat(proxy.connectionCount()).isEqualTo(1);
    }

    @Test
    void closesAfterSoManyBytes() throws IOException {
        try (SocketClient client = connect()) {
            proxy.closeAfter(Direction.TO_CLIENT, 7);
            client.send(new Query("select"));
            assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
        }
        // Another connection is not concerned.
        try (SocketClient client = connect()) {
            client.send(new Query("select"));
            assertThat(client.readUntilReady()).containsExactly(TAG, IDLE);
        }
        assertThat(proxy.connectionCount()).isEqualTo(2);
    }

    @Test
    void resetsAfterSoManyBytes() throws IOException {
        try (SocketClient client = connect()) {
            proxy.resetAfter(Direction.TO_SERVER, 3);
            client.send(new Query("select"));
            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
        }
        assertThat(proxy.frontend()).noneMatch(Query.class::isInstance);
    }

    @Test
    void holdsUpWhileFrozen() throws Exception {
        try (SocketClient client = connect()) {
            proxy.freeze();
            client.send(new Query("select"));
            CompletableFuture<Object> reply = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.readUntilReady();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> reply.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(proxy.openConnections()).isEqualTo(1);

            proxy.thaw();

            assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(List.of(TAG, IDLE));
        }
    }

    @Test
    void delaysEachDirection() throws IOException {
        try (SocketClient client = connect()) {
            proxy.latency(Direction.TO_SERVER, Duration.ofMillis(30));
            proxy.latency(Direction.TO_CLIENT, Duration.ofMillis(40));
            long start = System.nanoTime();
            client.send(new Query("select"));
            client.readUntilReady();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(70));
        }
    }

    @Test
    void refusesAndCutsConnections() throws IOException {
        try (SocketClient client = connect()) {
            proxy.closeConnections();
            assertThat(client.read()).isNull();
            assertThat(proxy.openConnections()).isZero();
        }
        proxy.refuseConnections(true);
        try (SocketClient client = new SocketClient(proxy.host(), proxy.port())) {
            assertThat(client.read()).isNull();
        }
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    private SocketClient connect() throws IOException {
        SocketClient client = new SocketClient(proxy.host(), proxy.port());
        client.startup();
        assertThat(client.readUntilReady()).endsWith(IDLE);
        return client;
    }
}
