package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestKdc;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationGSS;
import io.pgnative.client.wire.backend.AuthenticationGSSContinue;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSSPI;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.GSSResponse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.security.auth.login.Configuration;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kerberos with a KDC and a server that accepts contexts as PostgreSQL does; the real one is in another test. */
@ExtendWith(PostgresExtension.class)
class GssAuthenticationTest {

    private static final String SUBJECT_ONLY = "javax.security.auth.useSubjectCredsOnly";
    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final BackendKeyData KEY = new BackendKeyData(Script.PROCESS_ID, Script.SECRET_KEY);

    private static @Nullable Realm realm;

    /** What is there once for all tests. */
    private record Realm(TestKdc kdc, Path annaKeys, GSSCredential anna, GSSCredential postgres, GSSCredential pg) {

        static Realm in(Path directory) {
            TestKdc kdc = TestKdc.start(directory);
            Path annaKeys = kdc.principal("anna");
            return new Realm(
                    kdc,
                    annaKeys,
                    kdc.initiator("anna", annaKeys),
                    kdc.acceptor("postgres/127.0.0.1", kdc.principal("postgres/127.0.0.1")),
                    kdc.acceptor("pg/127.0.0.1", kdc.principal("pg/127.0.0.1")));
        }
    }

    private final Vertx vertx;
    private final ScriptedServer server = ScriptedServer.start();
    private final List<PgSessionFactory> factories = new ArrayList<>();
    private volatile @Nullable GSSContext accepted;

    GssAuthenticationTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void startKdc(@TempDir Path directory) {
        realm = Realm.in(directory);
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
        factories.forEach(factory -> await(factory.close()));
        server.close();
        Configuration.setConfiguration(null);
        System.clearProperty(SUBJECT_ONLY);
    }

    // ---------------------------------------------------------------- the client

    private static PgOptions.Authentication authentication(PgOptions.Gss gss) {
        return new PgOptions.Authentication(
                Set.of(AuthenticationMethod.values()), ChannelBinding.PREFER, false, false, null, gss);
    }

    private static PgOptions.Gss by(@Nullable Supplier<@Nullable GSSCredential> credentials) {
        return new PgOptions.Gss(true, "postgres", false, credentials);
    }

    private Future<Session> open(PgOptions.Gss gss) {
        return open(new Sessions(vertx), authentication(gss));
    }

    private Future<Session> open(Sessions sessions, PgOptions.Authentication authentication) {
        PgSessionFactory factory = sessions.authentication(authentication)
                .factory(server.host(), server.port(), "shop", "anna", () -> Sessions.CANARY);
        factories.add(factory);
        return sessions.open(factory);
    }

    private Throwable openingFails(PgOptions.Gss gss) {
        return failureOf(open(gss));
    }

    // ---------------------------------------------------------------- the server

    /** A server that takes tokens by its keys, and follows the one that establishes the context by messages. */
    private void accepts(GSSCredential credential, BackendMessage... after) {
        server.accept().serve(message -> {
            if (message instanceof StartupMessage) {
                return List.of(new AuthenticationGSS());
            }
            return accept(credential, ((GSSResponse) message).data(), after);
        });
    }

    private List<BackendMessage> accept(GSSCredential credential, Bytes token, BackendMessage... after) {
        try {
            GSSContext context = GSSManager.getInstance().createContext(credential);
            byte[] answer = context.acceptSecContext(token.toArray(), 0, token.length());
            assertThat(context.isEstablished()).isTrue();
            accepted = context;
            List<BackendMessage> answers = new ArrayList<>();
            answers.add(new AuthenticationGSSContinue(Bytes.of(answer)));
            answers.addAll(List.of(after));
            return answers;
        } catch (GSSException e) {
            throw new AssertionError(e);
        }
    }

    private static BackendMessage[] welcome() {
        return new BackendMessage[] {
            new AuthenticationOk(),
            new ParameterStatus("server_version", "18.1"),
            NoticeResponse.of("NOTICE", "00000", "hello"),
            KEY,
            READY
        };
    }

    private GSSContext accepted() {
        GSSContext context = accepted;
        assertThat(context).isNotNull();
        return Objects.requireNonNull(context);
    }

    private static PgOptions.Gss byAnna() {
        return by(() -> realm().anna());
    }

    // ---------------------------------------------------------------- getting in

    @Test
    @DisplayName("A ticket that the program gives opens a session, and is not used up by it")
    void logsInByGivenCredentials() throws GSSException {
        for (int i = 0; i < 2; i++) {
            accepts(realm().postgres(), welcome());
            Session session = await(open(byAnna()));
            assertThat(session.processId()).isEqualTo(Script.PROCESS_ID);
            assertThat(session.serverVersion().major()).isEqualTo(18);
            assertThat(accepted().getSrcName()).hasToString("anna@PGNATIVE.TEST");
            assertThat(accepted().getTargName()).hasToString("postgres/127.0.0.1@PGNATIVE.TEST");
            assertThat(accepted().getCredDelegState()).isFalse();
            await(session.close());
        }
        assertThat(realm().anna().getRemainingLifetime()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @DisplayName("Without credentials of the program's the JAAS entry is used, whether JGSS or we log in by it")
    void logsInByTheEntryOfJaas(String subjectOnly) throws GSSException {
        System.setProperty(SUBJECT_ONLY, subjectOnly);
        Configuration.setConfiguration(TestKdc.login("anna", realm().annaKeys()));
        accepts(realm().postgres(), welcome());
        await(await(open(by(null))).close());
        accepts(realm().postgres(), welcome());
        await(await(open(by(() -> null))).close());
        assertThat(accepted().getSrcName()).hasToString("anna@PGNATIVE.TEST");
    }

    @Test
    void asksForTheServiceThatIsNamed() throws GSSException {
        accepts(realm().pg(), welcome());
        await(await(open(new PgOptions.Gss(true, "pg", false, () -> realm().anna())))
                .close());
        assertThat(accepted().getTargName()).hasToString("pg/127.0.0.1@PGNATIVE.TEST");
    }

    // ---------------------------------------------------------------- not getting in

    @Test
    @DisplayName("A service that the KDC does not know is named, and the server is told nothing")
    void namesUnknownServices() {
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        assertThat(openingFails(new PgOptions.Gss(true, "nobody", false, () -> realm().anna())))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no GSSAPI context (Kerberos) with nobody@127.0.0.1: ")
                .hasMessageContaining("Server not found in Kerberos database")
                .hasMessageContaining("(anna on 127.0.0.1:")
                .hasNoCause();
        server.verify();
        assertNothingTold();
    }

    private void assertNothingTold() {
        assertThat(server.received()).noneMatch(GSSResponse.class::isInstance);
    }

    @Test
    @DisplayName("Where there are no credentials the error says how to get some")
    void saysThatCredentialsAreMissing() {
        Assumptions.assumeTrue(System.getenv("KRB5CCNAME") == null, "somebody has a ticket cache");
        Configuration.setConfiguration(TestKdc.login("anna", Path.of("no", "such", "keytab")));
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        assertThat(openingFails(by(null)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no Kerberos credentials to authenticate to postgres@127.0.0.1 by: ")
                .hasMessageContaining(
                        "get a ticket (kinit), configure the JAAS entry com.sun.security.jgss.krb5.initiate")
                .hasMessageContaining("authentication.gssCredentials");
        server.verify();
        Configuration.setConfiguration(null);
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        assertThat(openingFails(by(null)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no Kerberos credentials to authenticate to postgres@127.0.0.1 by: ");
        server.verify();
        assertNothingTold();
    }

    @Test
    void namesTheSupplierThatFails() {
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        assertThat(openingFails(by(() -> {
                    throw new IllegalStateException("the keytab is gone");
                })))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the supplier of GSS credentials has failed")
                .hasRootCauseMessage("the keytab is gone");
        server.verify();
    }

    @Test
    @DisplayName("A server that refuses the user behind its own proof is quoted, though it closes at once")
    void quotesRefusalsBehindTheProof() {
        Script script = server.accept();
        script.expectStartup().send(new AuthenticationGSS());
        script.expect(GSSResponse.class, message -> {
            script.send(accept(
                            realm().postgres(),
                            message.data(),
                            ErrorResponse.of("FATAL", "28000", "GSSAPI authentication failed for user \"anna\""))
                    .toArray(BackendMessage[]::new));
            script.closeAbruptly();
        });
        assertThat(openingFails(byAnna()))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28000"))
                .hasMessageContaining("GSSAPI authentication failed");
        server.verify();
    }

    @Test
    @DisplayName("A server that has no key of the service cannot pass on what another has said, nor make it up")
    void refusesProofsOfOthers() {
        List<AuthenticationGSSContinue> recorded = new ArrayList<>();
        server.accept().serve(message -> {
            if (message instanceof StartupMessage) {
                return List.of(new AuthenticationGSS());
            }
            List<BackendMessage> answers = accept(realm().postgres(), ((GSSResponse) message).data(), welcome());
            recorded.add((AuthenticationGSSContinue) answers.get(0));
            return answers;
        });
        await(await(open(byAnna())).close());
        server.accept()
                .expectStartup()
                .send(new AuthenticationGSS())
                .expect(GSSResponse.class)
                .send(recorded.get(0), new AuthenticationOk(), KEY, READY)
                .expectEnd();
        assertThat(openingFails(byAnna()))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no GSSAPI context (Kerberos) with postgres@127.0.0.1: ");
        server.verify();
    }

    static Stream<Bytes> garbage() {
        byte[] noise = new byte[4000];
        new Random(1).nextBytes(noise);
        byte[] framed = HexFormat.of().parseHex("600f06092a864886f71201020202" + "006f00");
        byte[] error = HexFormat.of().parseHex("601106092a864886f712010202" + "0300" + "7e023000");
        return Stream.of(
                Bytes.EMPTY,
                Bytes.of((byte) 0),
                Bytes.of(noise),
                Bytes.of(framed),
                Bytes.of(error),
                Bytes.of(new byte[60_000]));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    @DisplayName("A token that is none ends the start-up, whatever comes behind it")
    void refusesGarbage(Bytes token) {
        server.accept()
                .expectStartup()
                .send(new AuthenticationGSS())
                .expect(GSSResponse.class)
                .send(new AuthenticationGSSContinue(token), new AuthenticationOk(), KEY, READY)
                .expectEnd();
        assertThat(openingFails(byAnna())).isInstanceOfAny(PgConnectException.class, PgProtocolException.class);
        server.verify();
    }

    static Stream<List<BackendMessage>> beforeTheProof() {
        return Stream.of(
                List.of(new AuthenticationOk(), KEY, READY),
                List.of(new AuthenticationGSS()),
                List.of(new AuthenticationSSPI()),
                List.of(new AuthenticationCleartextPassword()),
                List.of(new AuthenticationSASL("SCRAM-SHA-256")),
                List.of(KEY),
                List.of(READY));
    }

    @ParameterizedTest
    @MethodSource("beforeTheProof")
    @DisplayName("S15: nothing but the server's token may come before it has proven who it is")
    void demandsTheServersProof(List<BackendMessage> messages) {
        server.accept()
                .expectStartup()
                .send(new AuthenticationGSS())
                .expect(GSSResponse.class)
                .send(messages.toArray(BackendMessage[]::new))
                .expectEnd();
        assertThat(openingFails(byAnna())).isInstanceOf(PgProtocolException.class);
        server.verify();
    }

    @ParameterizedTest
    @MethodSource("beforeTheProof")
    @DisplayName("S15: nothing may come before our first token is made")
    void demandsPatience(List<BackendMessage> messages) {
        List<BackendMessage> all = new ArrayList<>(List.of(new AuthenticationGSS()));
        all.addAll(messages);
        server.accept().expectStartup().send(all.toArray(BackendMessage[]::new)).expectEnd();
        assertThat(openingFails(byAnna())).isInstanceOf(PgProtocolException.class);
        server.verify();
        assertNothingTold();
    }

    @Test
    @DisplayName("S15: a server that goes on when its proof was accepted is stopped")
    void refusesTokensWithoutEnd() {
        server.acceptEach(script -> script.serve(message -> message instanceof StartupMessage
                ? List.of(new AuthenticationGSS())
                : accept(
                        realm().postgres(),
                        ((GSSResponse) message).data(),
                        new AuthenticationGSSContinue(Bytes.of((byte) 1)),
                        new AuthenticationOk())));
        assertThat(openingFails(byAnna()))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("AuthenticationGSSContinue came when it must not");
        server.acceptEach(script -> script.serve(message -> message instanceof StartupMessage
                ? List.of(new AuthenticationGSS())
                : accept(realm().postgres(), ((GSSResponse) message).data(), new AuthenticationGSS())));
        assertThat(openingFails(byAnna())).isInstanceOf(PgProtocolException.class);
    }

    @Test
    @DisplayName("A KDC that says nothing costs the connect timeout, and no time of the event loop")
    void boundsTheWaitForAKdc() throws Exception {
        Sessions sessions =
                new Sessions(vertx).connectTimeout(Duration.ofSeconds(1)).authentication(authentication(byAnna()));
        PgOptions at = sessions.options("localhost", server.port(), "shop", "anna", null);
        PgSessionFactory factory =
                sessions.factory(Sessions.at(new PgHost("localhost", server.port(), server.host()), at));
        factories.add(factory);
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
        Future<Session> opening = factory.open(context);
        try (Socket asked = realm().kdc().silence()) {
            CountDownLatch turn = new CountDownLatch(1);
            context.runOnContext(here -> turn.countDown());
            assertThat(turn.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(failureOf(opening))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("within 1000 ms: the time ran out during authentication");
            server.verify();
            assertThat(asked.isConnected()).isTrue();
        }
        assertNothingTold();
    }

    // ---------------------------------------------------------------- what is allowed

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                    | asks for Kerberos through GSSAPI (gss), which is not configured; let it use scram-sha-256, or allow it by krbsrvname, require_auth=gss or authentication.gssCredentials
            require_auth=!password               | which is not configured
            gssdelegation=0                      | which is not configured
            require_auth=scram-sha-256           | asks for Kerberos through GSSAPI (gss), which require_auth forbids; it allows scram-sha-256
            require_auth=!gss&krbsrvname=pg      | which require_auth forbids
            require_auth=none&gssdelegation=1    | which require_auth forbids
            require_auth=gss                     | -
            require_auth=gss,none                | -
            krbsrvname=postgres                  | -
            gsslib=gssapi                        | -
            gssdelegation=1                      | -
            require_auth=!none&krbsrvname=pg     | -
            """)
    @DisplayName("require_auth and what is configured decide whether a server may ask for Kerberos")
    void allowsWhatIsConfigured(@Nullable String query, @Nullable String refusal) {
        PgOptions options = options(query);
        if (refusal == null) {
            PgOptions.Authentication chosen = options.authentication();
            GSSCredential acceptor = chosen.gss().serviceName().equals("pg") ? realm().pg() : realm().postgres();
            accepts(acceptor, welcome());
            await(await(open(
                            new Sessions(vertx),
                            new PgOptions.Authentication(
                                    chosen.requireAuth(),
                                    chosen.channelBinding(),
                                    false,
                                    false,
                                    null,
                                    new PgOptions.Gss(
                                            chosen.gss().configured(),
                                            chosen.gss().serviceName(),
                                            false,
                                            () -> realm().anna()))))
                    .close());
            return;
        }
        server.accept().expectStartup().send(new AuthenticationGSS()).expectEnd();
        assertThat(failureOf(open(new Sessions(vertx), options.authentication())))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the server asks for Kerberos")
                .hasMessageContaining(refusal);
        server.verify();
        assertNothingTold();
    }

    private PgOptions options(@Nullable String query) {
        return PgClient.builder(vertx)
                .environment(false)
                .dsn("postgres://anna@db/shop" + (query == null ? "" : "?" + query))
                .options();
    }

    @ParameterizedTest
    @ValueSource(strings = {"require_auth=gss", "require_auth=gss&channel_binding=disable"})
    @DisplayName("S06: require_auth=gss lets a server ask for nothing else")
    void demandsKerberosWhereThatIsRequired(String query) {
        for (BackendMessage other : List.of(
                new AuthenticationOk(),
                new AuthenticationCleartextPassword(),
                new AuthenticationSASL("SCRAM-SHA-256"))) {
            server.accept().expectStartup().send(other).expectEnd();
            assertThat(failureOf(open(new Sessions(vertx), options(query).authentication())))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("which require_auth forbids; it allows gss");
            server.verify();
        }
    }

    @Test
    void refusesSspiByName() {
        server.accept().expectStartup().send(new AuthenticationSSPI()).expectEnd();
        assertThat(openingFails(byAnna()))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("authentication by SSPI, which this client does not speak");
        server.verify();
    }

    @Test
    @DisplayName("S29: neither tickets nor credentials are in a text of the options or logged")
    void showsNoTickets() {
        assertThat(authentication(by(new Supplier<>() {
                            @Override
                            public GSSCredential get() {
                                return realm().anna();
                            }

                            @Override
                            public String toString() {
                                return Sessions.CANARY;
                            }
                        }))
                        .toString())
                .doesNotContain(Sessions.CANARY);
        accepts(realm().postgres(), welcome());
        server.accept()
                .expectStartup()
                .send(new AuthenticationGSS())
                .expect(GSSResponse.class)
                .send(new AuthenticationGSSContinue(Bytes.utf8(Sessions.CANARY)))
                .expectEnd();
        List<String> shown = LogCanary.during(() -> {
            await(await(open(byAnna())).close());
            openingFails(byAnna());
        });
        List<byte[]> tokens = server.received().stream()
                .filter(GSSResponse.class::isInstance)
                .map(message -> ((GSSResponse) message).data().toArray())
                .toList();
        assertThat(tokens).hasSize(2);
        assertThat(shown).isNotEmpty().allSatisfy(text -> {
            assertThat(text).doesNotContain(Sessions.CANARY);
            for (byte[] token : tokens) {
                byte[] part = Arrays.copyOfRange(token, token.length - 24, token.length);
                assertThat(text)
                        .doesNotContainIgnoringCase(HexFormat.of().formatHex(part))
                        .doesNotContain(Base64.getEncoder().encodeToString(part));
            }
        });
    }
}
