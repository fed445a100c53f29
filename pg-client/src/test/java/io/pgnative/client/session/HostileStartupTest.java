package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.auth.ScramKeys;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationGSS;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class HostileStartupTest {

    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);

    private final ScriptedServer server = ScriptedServer.start();
    private final Vertx vertx;
    private final Sessions sessions;

    HostileStartupTest(Vertx vertx) {
        this.vertx = vertx;
        sessions = new Sessions(vertx).tellsPasswords();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Throwable openingFails() {
        return failureOf(sessions.open(server.host(), server.port()));
    }

    /** A server that speaks SCRAM: the test gives its challenge for our nonce, and what follows our proof. */
    private void scram(Function<String, String> challenge, BackendMessage... afterProof) {
        server.accept().serve(message -> scramAnswer(message, challenge, afterProof));
    }

    private static List<? extends BackendMessage> scramAnswer(
            FrontendMessage message, Function<String, String> challenge, BackendMessage... afterProof) {
        if (message instanceof StartupMessage) {
            return List.of(new AuthenticationSASL("SCRAM-SHA-256"));
        }
        if (message instanceof SASLInitialResponse first) {
            String text = Objects.requireNonNull(first.data()).toUtf8();
            String nonce = text.substring(text.indexOf(",r=") + 3);
            return List.of(new AuthenticationSASLContinue(Bytes.utf8(challenge.apply(nonce))));
        }
        assertThat(message).isInstanceOf(SASLResponse.class);
        return List.of(afterProof);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2147483647", "1000000000", "100001", "0", "-1", "abc", "", "1000000000000000000000000000000"})
    @DisplayName("S07: iteration counts that are no count or above the cap are refused before any key is derived")
    void rejectsIterationCountAboveTheCap(String iterations) {
        scram(nonce -> "r=" + nonce + "srv,s=c2FsdHNhbHQ=,i=" + iterations);
        assertThat(openingFails())
                .isInstanceOf(PgConnectException.class)
                .message()
                .containsAnyOf("SCRAM iterations; 1 to 100000", "SCRAM challenge is malformed");
        assertThat(server.received()).noneMatch(SASLResponse.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=other,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCE,s=c2FsdHNhbHQ=,i=4096",
                "s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEx,i=4096",
                "r=NONCEx,s=c2FsdHNhbHQ=",
                "r=NONCEx,s=,i=4096",
                "r=NONCEx,s=***,i=4096",
                "s=c2FsdHNhbHQ=,r=NONCEx,i=4096",
                "m=must,r=NONCEx,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEx,r=NONCEy,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEx,s=c2FsdHNhbHQ=,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEx,i=4096,s=c2FsdHNhbHQ=",
                "e=other-error",
                ""
            })
    @DisplayName("S08: a SCRAM challenge that is not as it must be is never answered")
    void rejectsMalformedChallenges(String challenge) {
        scram(nonce -> challenge.replace("NONCE", nonce));
        assertThat(openingFails()).isInstanceOf(PgConnectException.class).hasMessageContaining("SCRAM challenge");
        assertThat(server.received()).noneMatch(SASLResponse.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=NONCEx,s=c2FsdHNhbHQ=,i=1",
                "r=NONCEx,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEx,s=c2FsdHNhbHQ=,i=1,x=y"
            })
    @DisplayName("S07, S08: counts from 1 on are answered, and what the challenge says besides is passed over")
    void answersChallengesThatAreRight(String challenge) {
        scram(nonce -> challenge.replace("NONCE", nonce), ErrorResponse.of("FATAL", "XX000", "enough"));
        assertThat(openingFails()).isInstanceOf(PgServerException.class).hasMessageContaining("enough");
        assertThat(server.received()).anyMatch(SASLResponse.class::isInstance);
    }

    @Test
    @DisplayName("S07: the connect timeout ends a start-up whose keys are being derived, and no proof is sent after it")
    void endsWhileKeysAreDerived() throws InterruptedException {
        CountDownLatch deriving = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ScramKeys keys = new ScramKeys(origin -> {
            deriving.countDown();
            try {
                assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScramKeys.derive(origin);
        });
        Script script = server.accept().expectStartup().send(new AuthenticationSASL("SCRAM-SHA-256"));
        script.expect(SASLInitialResponse.class, first -> {
            String text = Objects.requireNonNull(first.data()).toUtf8();
            String challenge = new ScramProof(Sessions.CANARY).challenge(text.substring(text.indexOf(",r=") + 3));
            script.send(new AuthenticationSASLContinue(Bytes.utf8(challenge))).expectEnd();
        });
        PgOptions options = sessions.connectTimeout(Duration.ofMillis(500))
                .options(server.host(), server.port(), "shop", "anna", () -> Sessions.CANARY);
        Future<Session> opening = sessions.open(new PgSessionFactory(
                (VertxInternal) vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null, keys));
        assertThat(failureOf(opening))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("within 500 ms")
                .hasMessageContaining("during authentication");
        deriving.await();
        mayEnd.countDown();
        server.verify();
    }

    static Stream<List<BackendMessage>> falseProofs() {
        return Stream.of(
                List.of(new AuthenticationSASLFinal(Bytes.utf8("v=d3Jvbmc=")), new AuthenticationOk()),
                List.of(new AuthenticationSASLFinal(Bytes.utf8("v=***")), new AuthenticationOk()),
                List.of(new AuthenticationSASLFinal(Bytes.utf8("e=other-error")), new AuthenticationOk()),
                List.of(new AuthenticationSASLFinal(Bytes.EMPTY), new AuthenticationOk()),
                List.of(new AuthenticationOk(), new BackendKeyData(1, Script.SECRET_KEY), READY),
                List.of(new AuthenticationSASLContinue(Bytes.utf8("r=a,s=c2FsdHNhbHQ=,i=4096"))),
                List.of(new AuthenticationSASL("SCRAM-SHA-256")),
                List.of(new AuthenticationCleartextPassword()),
                List.of(READY));
    }

    @ParameterizedTest
    @MethodSource("falseProofs")
    @DisplayName("S08, S15: a server that does not prove to know the password gets no further")
    void demandsTheServersProof(List<BackendMessage> afterProof) {
        scram(nonce -> "r=" + nonce + "srv,s=c2FsdHNhbHQ=,i=1", afterProof.toArray(BackendMessage[]::new));
        assertThat(openingFails()).isInstanceOfAny(PgConnectException.class, PgProtocolException.class);
        assertThat(server.received()).noneMatch(PasswordMessage.class::isInstance);
    }

    @Test
    @DisplayName("S08: a proof that is right is accepted once")
    void rejectsASecondProof() {
        ScramProof proof = new ScramProof(Sessions.CANARY);
        Consumer<Script> twice = script -> script.serve(message -> {
            if (message instanceof SASLResponse response) {
                BackendMessage right = new AuthenticationSASLFinal(
                        Bytes.utf8(proof.of(response.data().toUtf8())));
                return server.connectionCount() == 1
                        ? List.of(right, new AuthenticationOk(), new BackendKeyData(1, Script.SECRET_KEY), READY)
                        : List.of(right, right, new AuthenticationOk(), READY);
            }
            return scramAnswer(message, proof::challenge);
        });
        server.acceptEach(twice);
        Session session = await(sessions.open(server.host(), server.port()));
        assertThat(session.processId()).isEqualTo(1);
        await(session.close());
        assertThat(openingFails()).isInstanceOf(PgProtocolException.class);
    }

    static Stream<List<BackendMessage>> wrongOrders() {
        BackendKeyData key = new BackendKeyData(1, Script.SECRET_KEY);
        return Stream.of(
                List.of(READY),
                List.of(key, new AuthenticationOk(), READY),
                List.of(new AuthenticationOk(), new AuthenticationOk(), READY),
                List.of(new AuthenticationOk(), new AuthenticationCleartextPassword()),
                List.of(new ParameterStatus("server_version", "18"), new AuthenticationOk(), READY),
                List.of(DataRow.ofText("1")),
                List.of(new AuthenticationOk(), DataRow.ofText("1")),
                List.of(new AuthenticationOk(), new CommandComplete("SELECT 1")),
                List.of(new NegotiateProtocolVersion(StartupMessage.PROTOCOL_3_0, List.of()), new AuthenticationOk()),
                List.of(new AuthenticationSASLContinue(Bytes.utf8("r=a"))),
                List.of(new AuthenticationSASLFinal(Bytes.utf8("v=a"))));
    }

    /** The body of NegotiateProtocolVersion, as it is. */
    static Stream<byte[]> negotiations() {
        return Stream.of(
                negotiation(StartupMessage.PROTOCOL_3_0, 0),
                negotiation(2 << 16, 0),
                negotiation(3 << 16 | 9999, 0),
                negotiation(4 << 16, 0),
                negotiation(StartupMessage.PROTOCOL_3_0, 1),
                negotiation(StartupMessage.PROTOCOL_3_0, Integer.MAX_VALUE),
                negotiation(StartupMessage.PROTOCOL_3_0, -1));
    }

    private static byte[] negotiation(int version, int options) {
        return ByteBufUtil.getBytes(
                Unpooled.buffer().writeByte('v').writeInt(12).writeInt(version).writeInt(options));
    }

    @ParameterizedTest
    @MethodSource("negotiations")
    @DisplayName("S18: no version that a server may want to speak instead is accepted where 3.0 was asked for")
    void refusesOtherVersions(byte[] negotiation) {
        server.accept().expectStartup().sendRaw(negotiation).expectEnd();
        assertThat(openingFails()).isInstanceOf(PgProtocolException.class).hasMessageContaining("protocol violation");
        server.verify();
    }

    @ParameterizedTest
    @MethodSource("wrongOrders")
    @DisplayName("S15, S18: messages in an order that the protocol does not know end the start-up")
    void rejectsWrongOrders(List<BackendMessage> messages) {
        server.accept()
                .expectStartup()
                .send(messages.toArray(BackendMessage[]::new))
                .expectEnd();
        assertThat(openingFails()).isInstanceOf(PgProtocolException.class).hasMessageContaining("protocol violation");
        server.verify();
    }

    @Test
    void refusesWaysOfAuthenticationThatItDoesNotSpeak() {
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        assertThat(openingFails())
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("Kerberos through GSSAPI (gss), which is not configured");
        server.accept()
                .expectStartup()
                .send(new AuthenticationSASL("SCRAM-SHA-512"))
                .expectEnd();
        assertThat(openingFails()).isInstanceOf(PgConnectException.class).hasMessageContaining("none of the SASL");
        server.verify();
    }

    @Test
    void takesAnErrorOfAnySeverityForTheEnd() {
        server.accept()
                .expectStartup()
                .send(ErrorResponse.of("ERROR", "08P01", "no more connections allowed"))
                .expectEnd();
        assertThat(openingFails())
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("no more connections allowed");
        server.verify();
    }

    @Test
    @DisplayName("S08: a start-up in segments of one byte, with notices in between, is as good as any")
    void takesSegmentsOfOneByte() {
        server.accept()
                .expectStartup()
                .sendInPieces(1, NoticeResponse.of("NOTICE", "00000", "hello"), new AuthenticationCleartextPassword())
                .expect(PasswordMessage.class)
                .sendInPieces(
                        1,
                        new AuthenticationOk(),
                        new ParameterStatus("server_version", "18.1"),
                        new BackendKeyData(7, Script.SECRET_KEY),
                        READY);
        Session session = await(sessions.open(server.host(), server.port()));
        assertThat(session.processId()).isEqualTo(7);
        assertThat(session.serverVersion().major()).isEqualTo(18);
        await(session.close());
    }

    static Stream<List<BackendMessage>> phases() {
        return Stream.of(
                List.of(),
                List.of(new AuthenticationCleartextPassword()),
                List.of(new AuthenticationSASL("SCRAM-SHA-256")),
                List.of(new AuthenticationOk()),
                List.of(new AuthenticationOk(), new ParameterStatus("a", "b")));
    }

    @ParameterizedTest
    @MethodSource("phases")
    @DisplayName("F30, F31: silence and resets in each phase of the start-up name the phase")
    void namesThePhase(List<BackendMessage> before) {
        String phase = before.stream().anyMatch(AuthenticationOk.class::isInstance)
                ? "while the session was being set up"
                : "during authentication";
        BackendMessage[] messages = before.toArray(BackendMessage[]::new);
        sessions.connectTimeout(Duration.ofMillis(300));
        server.accept().expectStartup().send(messages);
        assertThat(openingFails())
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("within 300 ms")
                .hasMessageContaining(phase);
        sessions.connectTimeout(Duration.ofSeconds(10));
        server.accept().expectStartup().send(messages).reset();
        assertThat(openingFails())
                .isInstanceOf(PgConnectException.class)
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("the connection to " + server.host() + ":" + server.port() + " ended");
    }
}
