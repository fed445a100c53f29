package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgAuthenticationBuilder;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of what was agreed, told or allowed at one host holds for the next one. */
@ExtendWith(PostgresExtension.class)
class NextHostTest {

    private static final ErrorResponse NOT_NOW = ErrorResponse.of("FATAL", "57P03", "starting up");

    private final ScriptedServer first = ScriptedServer.start();
    private final ScriptedServer second = ScriptedServer.start();
    private final Vertx vertx;

    NextHostTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Future<Session> open(SslMode mode, Consumer<PgAuthenticationBuilder> authentication) {
        return new Sessions(vertx)
                .open(PgClient.builder(vertx)
                        .environment(false)
                        .hosts(List.of(
                                new PgHost(first.host(), first.port()), new PgHost(second.host(), second.port())))
                        .user("anna")
                        .database("shop")
                        .password(host -> Future.succeededFuture(passwordOf(host.port())))
                        .tls(tls -> tls.mode(mode))
                        .authentication(authentication)
                        .options());
    }

    private String passwordOf(int port) {
        return Sessions.CANARY + (port == first.port() ? "-first" : "-second");
    }

    /** Speaks SCRAM up to the client's proof; the steps that follow are given our answer to it. */
    private static void scram(
            Script script, ScramProof proof, List<String> nonces, Consumer<AuthenticationSASLFinal> then) {
        script.expectStartup()
                .send(new AuthenticationSASL("SCRAM-SHA-256"))
                .expect(SASLInitialResponse.class, opening -> {
                    String text = Objects.requireNonNull(opening.data()).toUtf8();
                    String nonce = text.substring(text.indexOf(",r=") + 3);
                    nonces.add(nonce);
                    script.send(new AuthenticationSASLContinue(Bytes.utf8(proof.challenge(nonce))))
                            .expect(
                                    SASLResponse.class,
                                    last -> then.accept(new AuthenticationSASLFinal(
                                            Bytes.utf8(proof.of(last.data().toUtf8())))));
                });
    }

    @Test
    @DisplayName("S09: SCRAM begins anew at the next host, with a nonce and a password of its own")
    void beginsScramAnew() {
        List<String> nonces = new CopyOnWriteArrayList<>();
        Script there = first.accept();
        scram(there, new ScramProof(passwordOf(first.port())), nonces, proof -> there.send(NOT_NOW)
                .expectEnd());
        Script here = second.accept();
        // The session is open only if the client has used the second password and accepts our proof of it.
        scram(here, new ScramProof(passwordOf(second.port())), nonces, proof -> here.send(proof, new AuthenticationOk())
                .afterAuthentication());
        Session session = await(open(SslMode.DISABLE, all -> {}));
        assertThat(session.processId()).isEqualTo(Script.PROCESS_ID);
        await(session.close());
        assertThat(nonces).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("S09: a proof of the first host is worth nothing at the next one, which has to give its own")
    void takesNoProofFromTheFirstHost() {
        List<String> nonces = new CopyOnWriteArrayList<>();
        List<AuthenticationSASLFinal> proofs = new CopyOnWriteArrayList<>();
        Script there = first.accept();
        scram(there, new ScramProof(passwordOf(first.port())), nonces, proof -> {
            proofs.add(proof);
            there.send(NOT_NOW).expectEnd();
        });
        Script here = second.accept();
        scram(here, new ScramProof(passwordOf(second.port())), nonces, proof -> here.send(proofs.get(0))
                .expectEnd());
        assertThat(failureOf(open(SslMode.DISABLE, all -> {})))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("could not prove that it knows the password");
        second.verify();
    }

    @Test
    @DisplayName("S09: what is required of the first host is required of the next one")
    void requiresTheSameOfTheNextHost() {
        first.accept().expectStartup().send(NOT_NOW).expectEnd();
        second.accept()
                .expectStartup()
                .send(new AuthenticationCleartextPassword())
                .expectEnd();
        assertThat(failureOf(open(
                        SslMode.DISABLE, all -> all.requireAuth("scram-sha-256").cleartextUnverified(true))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("require_auth");
        second.verify();
        assertThat(second.received()).noneMatch(PasswordMessage.class::isInstance);
    }

    @Test
    @DisplayName("S09: TLS is asked of the next host though the first one had none, and a refusal there counts there")
    void asksEachHostForTls(@TempDir Path directory) {
        TestCertificates authority = TestCertificates.authority(directory, "authority");
        first.accept()
                .expect(SSLRequest.class)
                .sendRaw((byte) 'N')
                .expect(StartupMessage.class)
                .send(NOT_NOW)
                .expectEnd();
        second.accept()
                .startTls(authority.identity("server", "127.0.0.1").serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationCleartextPassword())
                .expect(PasswordMessage.class, told -> assertThat(told.password())
                        .isEqualTo(passwordOf(second.port())))
                .send(new AuthenticationOk())
                .afterAuthentication();
        await(await(open(SslMode.PREFER, all -> all.cleartextUnverified(true))).close());
        first.verify();
    }
}
