package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestKdc;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.Authentication;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationGSS;
import io.pgnative.client.wire.backend.AuthenticationGSSContinue;
import io.pgnative.client.wire.backend.AuthenticationKerberosV5;
import io.pgnative.client.wire.backend.AuthenticationMD5Password;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.backend.AuthenticationSSPI;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.frontend.GSSResponse;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every message in every state of the start-up. What goes on is written here a second time, so that the table that the
 * client has cannot grow unseen.
 */
@ExtendWith(PostgresExtension.class)
class LoginTableTest {

    /** What the server says last, to tell whether the client still listens. */
    private static final String MARK = "the end of the table";

    private static final int[] CODES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255, Integer.MAX_VALUE, -1};

    /** A state that the client is brought to, and what may come then, besides errors and notices. */
    private enum State {
        CHOICE("R0", "R3", "R5", "R10"),
        PASSWORD_SENT("R0"),
        SCRAM_BEGUN("R11"),
        SCRAM_COMPUTING(),
        SCRAM_PROVEN("R12"),
        SCRAM_VERIFIED("R0"),
        TOKEN_SENT("R0", "R11"),
        TOKEN_REFUSED(),
        GSS_CHOICE("R0", "R3", "R5", "R7", "R10"),
        GSS_COMPUTING(),
        GSS_SENT("R8"),
        GSS_ESTABLISHED("R0"),
        AUTHENTICATED("S", "K", "Z");

        @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
        private final Set<String> allowed;

        State(String... allowed) {
            this.allowed = Set.of(allowed);
        }

        boolean isKerberos() {
            return name().startsWith("GSS_");
        }
    }

    private static @Nullable Realm realm;

    /** Who Kerberos knows. */
    private record Realm(TestKdc kdc, GSSCredential client, GSSCredential service) {

        /** The server's answer to the client's token, which establishes the context on both sides. */
        Bytes accept(Bytes token) {
            try {
                return Bytes.of(GSSManager.getInstance()
                        .createContext(service)
                        .acceptSecContext(token.toArray(), 0, token.length()));
            } catch (GSSException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final ScriptedServer server = ScriptedServer.start();
    private final Vertx vertx;

    LoginTableTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void startKdc(@TempDir Path directory) {
        TestKdc kdc = TestKdc.start(directory);
        realm = new Realm(
                kdc,
                kdc.initiator("anna", kdc.principal("anna")),
                kdc.acceptor("postgres/127.0.0.1", kdc.principal("postgres/127.0.0.1")));
    }

    @AfterAll
    static void stopKdc() {
        realm().kdc().close();
        realm = null;
    }

    private static Realm realm() {
        return Objects.requireNonNull(realm);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @DisplayName("S15, S18: what may come goes on; all else ends the start-up, is named, and is told nothing more")
    void allowsWhatIsInTheTableAndNothingElse(State state) {
        List<String> wentOn = new ArrayList<>();
        for (int type = 0; type < 256; type++) {
            if (type != MessageType.AUTHENTICATION) {
                attempt(new Attempt(state, (byte) type, 0), wentOn);
            }
        }
        for (int code : CODES) {
            attempt(new Attempt(state, MessageType.AUTHENTICATION, code), wentOn);
        }
        Set<String> expected = new HashSet<>(state.allowed);
        // A notice may come at any time; so may an error, which is an end of its own.
        expected.add("N");
        assertThat(wentOn).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void attempt(Attempt attempt, List<String> wentOn) {
        Script script = server.accept();
        attempt.follow(script);
        Future<Session> opening = new Sessions(vertx).open(options(attempt.state));
        if (attempt.name().equals("Z") && attempt.isAllowed()) {
            assertThat(Sessions.await(opening).processId()).isZero();
            wentOn.add(attempt.name());
            return;
        }
        Throwable failure = failureOf(opening);
        if (attempt.name().equals("E")) {
            assertThat(failure).isInstanceOf(PgServerException.class).hasMessageContaining(AnyMessage.ERROR);
        } else if (failure instanceof PgServerException) {
            assertThat(failure).hasMessageContaining(MARK);
            wentOn.add(attempt.name());
        } else {
            assertThat(failure)
                    .as("%s", attempt)
                    .isInstanceOfAny(PgProtocolException.class, PgConnectException.class)
                    .message()
                    .containsPattern(attempt.told());
            // The client has ended the connection, and has written nothing after what it must not hear.
            assertThatCode(script::await).as("%s", attempt).doesNotThrowAnyException();
        }
    }

    private PgOptions options(State state) {
        boolean token = state == State.TOKEN_SENT || state == State.TOKEN_REFUSED;
        return PgClient.builder(vertx)
                .host(server.host())
                .port(server.port())
                .user("anna")
                .database("shop")
                .password(Sessions.CANARY)
                .tls(tls -> tls.mode(SslMode.DISABLE))
                .authentication(all -> {
                    all.cleartextUnverified(true).md5Unverified(true);
                    if (token) {
                        all.oauthToken(() -> Sessions.CANARY);
                    }
                    if (state.isKerberos()) {
                        all.gssCredentials(() -> realm().client());
                    }
                })
                .options();
    }

    /**
     * What messages hold that are right where they are allowed.
     *
     * @param challenge of SCRAM
     * @param proof of SCRAM
     * @param token of Kerberos
     */
    private record Right(String challenge, String proof, Bytes token) {

        static final Right NOTHING = new Right("r=a,s=YWI=,i=1", "v=YQ==", Bytes.utf8("token"));
    }

    /**
     * One message that is tried in one state.
     *
     * @param state that the client is brought to
     * @param type of the message
     * @param code of one of authentication
     * @param scram the server's side, for messages that are right where they are allowed
     */
    private record Attempt(State state, byte type, int code, ScramProof scram) {

        Attempt(State state, byte type, int code) {
            this(state, type, code, new ScramProof(Sessions.CANARY));
        }

        String name() {
            return type == MessageType.AUTHENTICATION ? "R" + code : Character.toString(type & 0xff);
        }

        boolean isAllowed() {
            return state.allowed.contains(name()) || name().equals("N");
        }

        /** How the failure may name it. */
        String told() {
            if (type != MessageType.AUTHENTICATION) {
                return Stream.of(MessageType.describe(type), MessageType.backendName(type))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
            }
            BackendMessage message = authentication(Right.NOTHING);
            return message == null
                    ? "unknown code " + code + "$"
                    : message.getClass().getSimpleName()
                            + "|Kerberos through GSSAPI \\(gss\\)|authentication by "
                            + message.getClass().getSimpleName().substring("Authentication".length());
        }

        void follow(Script script) {
            script.expectStartup();
            switch (state) {
                case CHOICE -> send(script, Right.NOTHING);
                case AUTHENTICATED -> send(script, Right.NOTHING, new AuthenticationOk());
                case PASSWORD_SENT -> {
                    script.send(new AuthenticationCleartextPassword()).expect(PasswordMessage.class);
                    send(script, Right.NOTHING);
                }
                case TOKEN_SENT, TOKEN_REFUSED -> {
                    script.send(new AuthenticationSASL("OAUTHBEARER")).expect(SASLInitialResponse.class);
                    if (state == State.TOKEN_REFUSED) {
                        script.send(new AuthenticationSASLContinue(Bytes.utf8("{}")))
                                .expect(SASLResponse.class);
                    }
                    send(script, new Right("{}", "v=YQ==", Bytes.EMPTY));
                }
                case GSS_CHOICE -> send(script, Right.NOTHING);
                // In one write with what is tried, which so comes before the client's first token is made.
                case GSS_COMPUTING -> send(script, Right.NOTHING, new AuthenticationGSS());
                case GSS_SENT, GSS_ESTABLISHED ->
                    script.send(new AuthenticationGSS()).expect(GSSResponse.class, first -> {
                        Bytes proof = realm().accept(first.data());
                        if (state == State.GSS_ESTABLISHED) {
                            send(script, Right.NOTHING, new AuthenticationGSSContinue(proof));
                        } else {
                            send(script, new Right("", "", proof));
                        }
                    });
                case SCRAM_BEGUN, SCRAM_COMPUTING, SCRAM_PROVEN, SCRAM_VERIFIED ->
                    // The next steps are known when our nonce is, which is here.
                    script.send(new AuthenticationSASL("SCRAM-SHA-256"))
                            .expect(SASLInitialResponse.class, first -> followScram(script, first));
            }
        }

        private void followScram(Script script, SASLInitialResponse first) {
            String text = Objects.requireNonNull(first.data()).toUtf8();
            String challenge = scram.challenge(text.substring(text.indexOf(",r=") + 3));
            Right unproven = new Right(challenge, "v=YQ==", Bytes.EMPTY);
            BackendMessage asked = new AuthenticationSASLContinue(Bytes.utf8(challenge));
            switch (state) {
                case SCRAM_BEGUN -> send(script, unproven);
                case SCRAM_COMPUTING -> send(script, unproven, asked);
                default ->
                    script.send(asked).expect(SASLResponse.class, last -> {
                        String proof = scram.of(last.data().toUtf8());
                        Right proven = new Right(challenge, proof, Bytes.EMPTY);
                        if (state == State.SCRAM_VERIFIED) {
                            send(script, proven, new AuthenticationSASLFinal(Bytes.utf8(proof)));
                        } else {
                            send(script, proven);
                        }
                    });
            }
        }

        /** In one write, so that what is behind a message is there when that is heard. */
        private void send(Script script, Right right, BackendMessage... before) {
            ByteBuf out = Unpooled.buffer();
            Arrays.stream(before).forEach(message -> message.write(out));
            if (type != MessageType.AUTHENTICATION) {
                out.writeBytes(AnyMessage.bytes(type));
            } else {
                BackendMessage request = authentication(right);
                if (request != null) {
                    request.write(out);
                } else {
                    out.writeByte(type).writeInt(8).writeInt(code);
                }
            }
            ErrorResponse.of("FATAL", "XX000", MARK).write(out);
            script.sendRaw(ByteBufUtil.getBytes(out));
            if (!isAllowed() && type != MessageType.ERROR_RESPONSE) {
                script.expectEnd();
            }
        }

        private @Nullable BackendMessage authentication(Right right) {
            return switch (code) {
                case Authentication.OK -> new AuthenticationOk();
                case Authentication.KERBEROS_V5 -> new AuthenticationKerberosV5();
                case Authentication.CLEARTEXT_PASSWORD -> new AuthenticationCleartextPassword();
                case Authentication.MD5_PASSWORD ->
                    new AuthenticationMD5Password(Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4));
                case Authentication.GSS -> new AuthenticationGSS();
                case Authentication.GSS_CONTINUE -> new AuthenticationGSSContinue(right.token());
                case Authentication.SSPI -> new AuthenticationSSPI();
                case Authentication.SASL -> new AuthenticationSASL("SCRAM-SHA-256");
                case Authentication.SASL_CONTINUE -> new AuthenticationSASLContinue(Bytes.utf8(right.challenge()));
                case Authentication.SASL_FINAL -> new AuthenticationSASLFinal(Bytes.utf8(right.proof()));
                default -> null;
            };
        }
    }
}
