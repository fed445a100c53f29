package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgAuthenticationBuilder;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgTlsBuilder;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestCertificates.Identity;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationGSS;
import io.pgnative.client.wire.backend.AuthenticationMD5Password;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server, or whoever stands in for it, may try before and within TLS. */
@ExtendWith(PostgresExtension.class)
class HostileTlsTest {

    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final AuthenticationMD5Password MD5 =
            new AuthenticationMD5Password(Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4));

    private static TestCertificates authority;
    private static TestCertificates unbindable;
    private static Identity identity;

    private final ScriptedServer server = ScriptedServer.start();
    private final Vertx vertx;

    HostileTlsTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void certify(@TempDir Path directory) {
        authority = TestCertificates.authority(directory, "authority");
        unbindable = TestCertificates.authority(directory, "unbindable", "Ed25519", "Ed25519");
        identity = authority.identity("server", "127.0.0.1");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Throwable openingFails(Consumer<PgTlsBuilder> tls) {
        return openingFails(tls, authentication -> {});
    }

    private Throwable openingFails(Consumer<PgTlsBuilder> tls, Consumer<PgAuthenticationBuilder> authentication) {
        return failureOf(new Sessions(vertx)
                .open(PgClient.builder(vertx)
                        .host(server.host())
                        .port(server.port())
                        .user("anna")
                        .database("shop")
                        .password(Sessions.CANARY)
                        .tls(tls)
                        .authentication(authentication)
                        .options()));
    }

    private void assertNothingTold() {
        assertThat(server.received())
                .noneMatch(PasswordMessage.class::isInstance)
                .noneMatch(SASLInitialResponse.class::isInstance)
                .noneMatch(SASLResponse.class::isInstance);
    }

    private static Consumer<PgTlsBuilder> mode(SslMode mode) {
        return tls -> tls.mode(mode).rootCert(authority.rootFile());
    }

    private static byte[] forged(char answer) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(answer);
        new AuthenticationOk().write(out);
        new BackendKeyData(1, Script.SECRET_KEY).write(out);
        READY.write(out);
        return ByteBufUtil.getBytes(out);
    }

    @ParameterizedTest
    @CsvSource({"S,PREFER", "N,PREFER", "S,REQUIRE", "S,VERIFY_FULL"})
    @DisplayName("S01: what comes with the answer to SSLRequest ends the connection before TLS begins")
    void refusesBytesBehindTheAnswer(char answer, SslMode mode) {
        server.accept().expect(SSLRequest.class).sendRaw(forged(answer)).expectEnd();
        if (mode == SslMode.PREFER) {
            // The attempt without TLS meets a server that is gone.
            server.accept().closeAbruptly();
        }
        assertThat(openingFails(mode(mode))).isInstanceOf(PgConnectException.class);
        assertThat(server.received()).noneMatch(SASLResponse.class::isInstance);
    }

    @Test
    @DisplayName("S01: what comes behind the answer a moment later is taken for TLS, never for messages")
    void takesLaterBytesForTls() {
        byte[] forged = forged('S');
        byte[] rest = Arrays.copyOfRange(forged, 1, forged.length);
        server.accept().expect(SSLRequest.class).sendRaw((byte) 'S').sendRaw(rest);
        assertThat(openingFails(mode(SslMode.REQUIRE)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no TLS with");
    }

    @Test
    @DisplayName("S02: an error in answer to SSLRequest is not shown, since anyone may have written it")
    void hidesErrorsBeforeTls() {
        ByteBuf error = Unpooled.buffer();
        ErrorResponse.of("FATAL", "0A000", "\u001b[31mevil" + "!".repeat(2000)).write(error);
        server.accept()
                .expect(SSLRequest.class)
                .sendRaw(ByteBufUtil.getBytes(error))
                .expectEnd();
        assertThat(openingFails(mode(SslMode.REQUIRE)))
                .isInstanceOf(PgConnectException.class)
                .message()
                .doesNotContain("evil", "\u001b");
        server.accept().expect(SSLRequest.class).sendRaw((byte) 'E').expectEnd();
        assertThat(openingFails(mode(SslMode.REQUIRE))).hasMessageContaining("answered SSLRequest by an error");
        server.accept().expect(SSLRequest.class).sendRaw((byte) 'X').expectEnd();
        assertThat(openingFails(mode(SslMode.REQUIRE))).hasMessageContaining("answered SSLRequest by 'X'");
        server.verify();
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    @DisplayName("S03: where TLS is demanded, nothing is said to a server that does not speak it")
    void saysNothingWithoutTls(SslMode mode) {
        server.accept().expect(SSLRequest.class).sendRaw((byte) 'N').expectEnd();
        assertThat(openingFails(mode(mode))).hasMessageContaining("rejected SSLRequest");
        server.verify();
        assertThat(server.received()).noneMatch(StartupMessage.class::isInstance);
    }

    static Stream<BackendMessage> askingForPasswords() {
        return Stream.of(new AuthenticationCleartextPassword(), MD5);
    }

    @ParameterizedTest
    @MethodSource("askingForPasswords")
    @DisplayName("S03: a connection that has fallen back to no TLS never tells a password, whatever is allowed")
    void tellsNoPasswordAfterFallingBack(BackendMessage request) {
        server.accept()
                .expect(SSLRequest.class)
                .sendRaw((byte) 'N')
                .expect(StartupMessage.class)
                .send(request)
                .expectEnd();
        assertThat(openingFails(mode(SslMode.PREFER), all -> all.cleartextUnverified(true)
                        .md5Unverified(true)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("would not speak TLS");
        server.verify();
        assertNothingTold();
    }

    @Test
    @DisplayName("S03: nor does the attempt without TLS that follows a handshake that came to nothing")
    void tellsNoPasswordAfterABrokenHandshake() {
        server.accept().expect(SSLRequest.class).sendRaw((byte) 'S').closeAbruptly();
        server.accept()
                .expect(StartupMessage.class)
                .send(new AuthenticationCleartextPassword())
                .expectEnd();
        assertThat(openingFails(mode(SslMode.PREFER), all -> all.cleartextUnverified(true)))
                .hasMessageContaining("would not speak TLS");
        server.verify();
        assertNothingTold();
    }

    @Test
    @DisplayName("S04: a certificate of another name is refused by verify-full")
    void refusesOtherNames() {
        for (Identity other : List.of(
                authority.identity("127.0.0.1", "db.example.com"),
                authority.identity("server", "127.0.0.2"),
                authority.identity("server", "*.0.0.1"))) {
            server.accept().expectTlsRefused(other.serverContext());
            assertThat(openingFails(mode(SslMode.VERIFY_FULL)))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("no TLS with");
            server.accept()
                    .startTls(other.serverContext())
                    .expect(StartupMessage.class)
                    .closeAbruptly();
            assertThat(openingFails(mode(SslMode.VERIFY_CA))).hasMessageContaining("ended during authentication");
        }
        assertNothingTold();
    }

    @Test
    @DisplayName("F43: a certificate that has expired is refused where it is verified")
    void refusesExpiredCertificates() {
        Identity expired = authority.identity("server", "RSA", Duration.ofHours(-1), "127.0.0.1");
        server.accept().expectTlsRefused(expired.serverContext());
        assertThat(openingFails(mode(SslMode.VERIFY_CA)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no TLS with");
    }

    @Test
    @DisplayName(
            "S05: direct TLS needs the server's word that it speaks PostgreSQL's protocol, and asks for nothing else")
    void demandsAlpnOfDirectTls() {
        server.accept().startTlsDirectly(identity.serverContext()).expectEnd();
        assertThat(openingFails(mode(SslMode.VERIFY_FULL).andThen(tls -> tls.negotiation(SslNegotiation.DIRECT))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("did not agree to speak postgresql (ALPN)");
        server.verify();
        assertThat(server.connectionCount()).isEqualTo(1);
        assertThat(server.received()).isEmpty();
    }

    static Stream<BackendMessage> unbound() {
        return Stream.of(
                new AuthenticationOk(),
                new AuthenticationCleartextPassword(),
                MD5,
                new AuthenticationGSS(),
                new AuthenticationSASL("SCRAM-SHA-256"),
                new AuthenticationSASL("OAUTHBEARER"),
                READY,
                new BackendKeyData(1, Script.SECRET_KEY));
    }

    @ParameterizedTest
    @MethodSource("unbound")
    @DisplayName("S06: channel_binding=require lets a server ask for nothing but SCRAM-SHA-256-PLUS")
    void demandsBinding(BackendMessage request) {
        server.accept()
                .startTls(identity.serverContext())
                .expect(StartupMessage.class)
                .send(request)
                .expectEnd();
        openingFails(mode(SslMode.VERIFY_FULL), all -> all.channelBinding(ChannelBinding.REQUIRE)
                .oauthToken(() -> Sessions.CANARY));
        server.verify();
        assertNothingTold();
    }

    @Test
    @DisplayName("S06: a certificate without a hash to bind by cannot fulfil channel_binding=require")
    void refusesUnbindableCertificates() {
        server.accept()
                .startTls(unbindable.identity("server", "127.0.0.1").serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationSASL("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"))
                .expectEnd();
        assertThat(openingFails(tls -> tls.mode(SslMode.REQUIRE), all -> all.channelBinding(ChannelBinding.REQUIRE)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no hash function to bind by");
        server.verify();
        assertNothingTold();
    }

    @ParameterizedTest
    @CsvSource({
        "PREFER,  SCRAM-SHA-256-PLUS, true,  'p=tls-server-end-point,,'",
        "REQUIRE, SCRAM-SHA-256-PLUS, true,  'p=tls-server-end-point,,'",
        "PREFER,  SCRAM-SHA-256,      true,  'y,,'",
        "DISABLE, SCRAM-SHA-256,      true,  'n,,'",
        "PREFER,  SCRAM-SHA-256,      false, 'n,,'"
    })
    @DisplayName("S06: the server is told whether we could have bound, so that it notices when its offer was cut")
    void tellsWhetherItCouldBind(ChannelBinding binding, String offer, boolean bindable, String flag) {
        Identity shown = bindable ? identity : unbindable.identity("server", "127.0.0.1");
        server.accept()
                .startTls(shown.serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationSASL(offer))
                .expect(SASLInitialResponse.class, response -> {
                    assertThat(response.mechanism()).isEqualTo(offer);
                    assertThat(Objects.requireNonNull(response.data()).toUtf8()).startsWith(flag);
                })
                .closeAbruptly();
        openingFails(tls -> tls.mode(SslMode.REQUIRE), all -> all.channelBinding(binding));
        server.verify();
    }

    @Test
    @DisplayName("S02: the text of an error before authentication is short and harmless in messages")
    void shortensErrorsOfUnknownServers() {
        server.accept()
                .expectStartup()
                .send(ErrorResponse.of("FATAL", "28000", "\u001b[31mevil\r\nline" + "!".repeat(5000)))
                .expectEnd();
        assertThat(openingFails(tls -> tls.mode(SslMode.DISABLE)))
                .message()
                .contains("evil")
                .doesNotContain("\u001b", "\r", "evil\n")
                .hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("F31: a server that says nothing while TLS is negotiated is given up in time, and its socket closed")
    void givesUpSilentServers(boolean answersRequest) {
        Script script = server.accept().expect(SSLRequest.class);
        if (answersRequest) {
            script.sendRaw((byte) 'S');
        }
        CountDownLatch failed = new CountDownLatch(1);
        script.waitFor(failed);
        Throwable failure = failureOf(new Sessions(vertx)
                .open(PgClient.builder(vertx)
                        .host(server.host())
                        .port(server.port())
                        .user("anna")
                        .connectTimeout(Duration.ofMillis(300))
                        .tls(mode(SslMode.VERIFY_FULL))
                        .options()));
        failed.countDown();
        // What is left of the time is told, too, when TLS has used it up.
        assertThat(failure)
                .isInstanceOf(PgConnectException.class)
                .message()
                .containsPattern("(within|more than) (2\\d\\d|300) ms");
        server.verify();
    }

    @Test
    @DisplayName("OAUTHBEARER: a bearer token is told over a verified connection only, and its refusal acknowledged")
    void speaksOAuth() {
        server.accept()
                .startTls(identity.serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationSASL("OAUTHBEARER"))
                .expect(SASLInitialResponse.class, response -> assertThat(response)
                        .isEqualTo(new SASLInitialResponse(
                                "OAUTHBEARER", Bytes.utf8("n,,\u0001auth=Bearer token-1\u0001\u0001"))))
                .send(new AuthenticationOk())
                .afterAuthentication();
        Session session = await(new Sessions(vertx)
                .open(PgClient.builder(vertx)
                        .host(server.host())
                        .port(server.port())
                        .user("anna")
                        .tls(mode(SslMode.VERIFY_FULL))
                        .authentication(all -> all.requireAuth("oauth").oauthToken(() -> "token-1"))
                        .options()));
        await(session.close());
        server.verify();
    }

    private static Bytes json() {
        return Bytes.of("{\"status\":\"invalid_token\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("F72: a bearer token that is refused is asked for afresh once")
    void asksForAFreshToken() {
        for (String token : List.of("token-1", "token-2")) {
            server.accept()
                    .startTls(identity.serverContext())
                    .expect(StartupMessage.class)
                    .send(new AuthenticationSASL("OAUTHBEARER"))
                    .expect(SASLInitialResponse.class, response -> assertThat(
                                    Objects.requireNonNull(response.data()).toUtf8())
                            .contains("Bearer " + token + "\u0001"))
                    .send(new AuthenticationSASLContinue(json()))
                    .expect(SASLResponse.class, response -> assertThat(response.data())
                            .isEqualTo(Bytes.of((byte) 1)))
                    .send(ErrorResponse.of("FATAL", "28000", "OAuth bearer authentication failed for user \"anna\""))
                    .expectEnd();
        }
        AtomicInteger asked = new AtomicInteger();
        assertThat(openingFails(
                        mode(SslMode.VERIFY_FULL), all -> all.oauthToken(() -> "token-" + asked.incrementAndGet())))
                .hasMessageContaining("OAuth bearer authentication failed");
        assertThat(asked).hasValue(2);
        server.verify();
    }

    @Test
    @DisplayName("S29: a bearer token is neither logged nor in an exception, whether it is sent or not")
    void logsNoTokens() {
        server.accept()
                .expectStartup()
                .send(new AuthenticationSASL("OAUTHBEARER"))
                .expect(SASLInitialResponse.class)
                .send(ErrorResponse.of("FATAL", "28000", "OAuth bearer authentication failed for user \"anna\""))
                .expectEnd();
        server.accept()
                .expectStartup()
                .send(new AuthenticationSASL("OAUTHBEARER"))
                .expectEnd();
        List<String> shown = LogCanary.during(() -> {
            assertThat(openingFails(tls -> tls.mode(SslMode.DISABLE), all -> all.cleartextUnverified(true)
                            .oauthToken(() -> Sessions.CANARY)))
                    .hasMessageContaining("OAuth bearer authentication failed");
            assertThat(openingFails(tls -> tls.mode(SslMode.DISABLE), all -> all.cleartextUnverified(true)
                            .oauthToken(() -> Sessions.CANARY + "\u0001")))
                    .hasMessageContaining("no bearer token");
        });
        assertThat(shown).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain(Sessions.CANARY));
        server.verify();
    }

    @Test
    @DisplayName("S16: a bearer token goes to verified servers only, is needed, and must be one")
    void guardsTokens() {
        server.acceptEach(script -> script.expectStartup()
                .send(new AuthenticationSASL("OAUTHBEARER"))
                .expectEnd());
        assertThat(openingFails(tls -> tls.mode(SslMode.DISABLE), all -> all.oauthToken(() -> "token-1")))
                .hasMessageContaining("authentication.cleartext-unverified");
        assertThat(openingFails(tls -> tls.mode(SslMode.DISABLE), all -> all.cleartextUnverified(true)))
                .hasMessageContaining("no token supplier is configured");
        assertThat(openingFails(tls -> tls.mode(SslMode.DISABLE), all -> all.cleartextUnverified(true)
                        .oauthToken(() -> Sessions.CANARY + "\u0001")))
                .hasMessageContaining("no bearer token");
        assertThat(openingFails(
                        tls -> tls.mode(SslMode.DISABLE),
                        all -> all.oauthToken(() -> {
                            throw new IllegalStateException("the issuer is away");
                        })))
                .hasMessageContaining("the token supplier has failed")
                .hasRootCauseMessage("the issuer is away");
        assertNothingTold();
    }

    private enum Broken {
        CLOSE_NOTIFY,
        CORRUPTED_RECORD,
        PLAIN_TEXT,
        TRUNCATED;

        void apply(Script script) {
            switch (this) {
                case CLOSE_NOTIFY -> script.sayTlsIsOver();
                case CORRUPTED_RECORD -> {
                    byte[] record = new byte[69];
                    System.arraycopy(new byte[] {23, 3, 3, 0, 64}, 0, record, 0, 5);
                    script.sendBeneathTls(record);
                }
                case PLAIN_TEXT -> script.sendBeneathTls(forged('Z'));
                case TRUNCATED -> script.closeAbruptly();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Broken.class)
    @DisplayName(
            "F44: TLS that ends or breaks under a query loses it, as one that was sent, and nothing goes in the clear")
    void losesWhatRunsWhenTlsBreaks(Broken broken) {
        Script script = server.accept()
                .startTls(identity.serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationOk())
                .afterAuthentication()
                .expect(Query.class);
        CountDownLatch lost = new CountDownLatch(1);
        broken.apply(script);
        script.waitFor(lost);
        Session session = await(new Sessions(vertx)
                .open(PgClient.builder(vertx)
                        .environment(false)
                        .host(server.host())
                        .port(server.port())
                        .user("anna")
                        .database("shop")
                        .tls(mode(SslMode.PREFER))
                        .options()));
        Request<CommandResult> running = Requests.script(null, "update stock set left = 0", Request.NO_DEADLINE);

        assertThat(failureOf(Sessions.submit(session, running)))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                        .isTrue());
        assertThat(session.isOpen()).isFalse();
        await(session.close());
        lost.countDown();
        server.verify();
        assertThat(server.connectionCount()).isEqualTo(1);
    }
}
