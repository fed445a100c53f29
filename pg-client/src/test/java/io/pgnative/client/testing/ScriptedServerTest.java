package io.pgnative.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.Sync;
import io.pgnative.client.wire.frontend.Terminate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedServerTest {

    private static final ReadyForQuery IDLE = new ReadyForQuery(TransactionStatus.IDLE);

    @Test
    void followsTheScriptAndRecords() throws IOException {
        try (ScriptedServer server = ScriptedServer.start();
                SocketClient client = new SocketClient(server.host(), server.port())) {
            server.accept()
                    .startupTrust(new ParameterStatus("TimeZone", "Europe/Paris"))
                    .expect(Query.class, query -> assertThat(query.query()).isEqualTo("select 1"))
                    .send(new CommandComplete("SELECT 1"), IDLE)
                    .expectEnd();

            client.send(new SSLRequest());
            assertThat(client.readByte()).isEqualTo('N');
            client.startup();
            assertThat(client.readUntilReady())
                    .startsWith(new AuthenticationOk())
                    .contains(new ParameterStatus("TimeZone", "Europe/Paris"))
                    .endsWith(IDLE);
            client.send(new Query("select 1"));
            assertThat(client.readUntilReady()).containsExactly(new CommandComplete("SELECT 1"), IDLE);
            client.send(new Terminate());
            client.end();

            server.verify();
            assertThat(server.received()).hasSize(4).endsWith(new Query("select 1"), new Terminate());
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void stepsCanBeAddedWhileItRuns() throws IOException {
        try (ScriptedServer server = ScriptedServer.start();
                SocketClient client = new SocketClient(server.host(), server.port())) {
            Script script = server.accept().startupTrust();
            client.startup();
            client.readUntilReady();
            script.await();

            CountDownLatch latch = new CountDownLatch(1);
            script.waitFor(latch).sendInPieces(1, new CommandComplete("SELECT 0"), IDLE);
            latch.countDown();

            assertThat(client.readUntilReady()).containsExactly(new CommandComplete("SELECT 0"), IDLE);
        }
    }

    @Test
    void tellsThePasswordMessagesApart() throws IOException {
        try (ScriptedServer server = ScriptedServer.start();
                SocketClient client = new SocketClient(server.host(), server.port())) {
            server.accept()
                    .expectStartup()
                    .send(new AuthenticationSASL("SCRAM-SHA-256"))
                    .expect(SASLInitialResponse.class)
                    .send(new AuthenticationSASLContinue(Bytes.utf8("challenge")))
                    .expect(SASLResponse.class, response -> assertThat(response.data())
                            .isEqualTo(Bytes.utf8("proof")))
                    .send(new AuthenticationOk())
                    .afterAuthentication();
            client.startup();
            assertThat(client.read()).isEqualTo(new AuthenticationSASL("SCRAM-SHA-256"));
            client.send(new SASLInitialResponse("SCRAM-SHA-256", Bytes.utf8("first")));
            assertThat(client.read()).isInstanceOf(AuthenticationSASLContinue.class);
            client.send(new SASLResponse(Bytes.utf8("proof")));
            client.readUntilReady();
            server.verify();
        }
    }

    @Test
    void aFailedStepSurfaces() throws IOException {
        ScriptedServer server = ScriptedServer.start();
        try (SocketClient client = new SocketClient(server.host(), server.port())) {
            server.accept().startupTrust().expect(Query.class).send(IDLE);
            client.startup();
            client.readUntilReady();
            client.send(new Sync());

            assertThat(client.read()).isNull();
            assertThatThrownBy(server::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected Query, got Sync");
        }
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected Query, got Sync");
    }

    @Test
    void closesAndResetsTheConnection() throws IOException {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept().startupTrust().closeAbruptly();
            server.accept()
                    .startupTrust()
                    .expect(Query.class)
                    .sendRaw((byte) 'D', (byte) 0)
                    .reset();
            try (SocketClient client = new SocketClient(server.host(), server.port())) {
                client.startup();
                client.readUntilReady();
                assertThat(client.read()).isNull();
            }
            try (SocketClient client = new SocketClient(server.host(), server.port())) {
                client.startup();
                client.readUntilReady();
                client.send(new Query("select 1"));
                assertThatThrownBy(client::read).isInstanceOf(IOException.class);
            }
            server.verify();
        }
    }

    @Test
    void aTemplateServesEachConnection() throws IOException {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.acceptEach(Script::startupTrust);
            for (int i = 0; i < 3; i++) {
                try (SocketClient client = new SocketClient(server.host(), server.port())) {
                    client.startup();
                    assertThat(client.readUntilReady()).endsWith(IDLE);
                }
            }
            assertThat(server.connectionCount()).isEqualTo(3);
        }
    }

    @Test
    void goesOnWithinTls(@TempDir Path directory) throws Exception {
        SSLContext context = selfSigned(directory.resolve("server.p12"));
        try (ScriptedServer server = ScriptedServer.start();
                SocketClient client = new SocketClient(server.host(), server.port())) {
            server.accept().startTls(context).startupTrust().expect(Query.class).closeAbruptly();

            client.send(new SSLRequest());
            assertThat(client.readByte()).isEqualTo('S');
            try (SocketClient secured = client.startTls(context)) {
                secured.startup();
                assertThat(secured.readUntilReady()).endsWith(IDLE);
                secured.send(new Query("select 1"));
                server.verify();
            }
            assertThat(server.received()).startsWith(new SSLRequest()).endsWith(new Query("select 1"));
        }
    }

    /** Holds a new key, and trusts it. */
    private static SSLContext selfSigned(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
