package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.ChannelBinding;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTlsBuilder;
import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.TlsVersion;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestCertificates.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with a server that is the real one: its rules let each role in by one way only. */
@ExtendWith(PostgresExtension.class)
class TlsTest {

    private static final String PASSWORD = Sessions.CANARY;

    private static final String RULES = """
            host      all postgres    all trust
            hostssl   all tls_only    all scram-sha-256
            hostnossl all plain_only  all scram-sha-256
            host      all either      all scram-sha-256
            host      all clear       all password
            host      all hashed      all md5
            hostssl   all certified   all cert
            """;

    private static Path directory;
    private static TestCertificates authority;
    private static TestCertificates stranger;
    private static Identity serverIdentity;
    private static Identity client;
    private static EmbeddedServer server;

    private final Vertx vertx;

    TlsTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void start(@TempDir Path shared) throws IOException {
        directory = shared;
        authority = TestCertificates.authority(directory, "authority");
        stranger = TestCertificates.authority(directory, "stranger");
        serverIdentity = authority.identity("server", "localhost", "*.localhost", "xn--bcher-kva.localhost");
        client = authority.identity("certified");
        Path rules = Files.writeString(directory.resolve("rules.conf"), RULES);
        server = EmbeddedServer.create(Map.of(
                "ssl", "on",
                "ssl_cert_file", serverIdentity.certFile().toString(),
                "ssl_key_file", serverIdentity.keyFile().toString(),
                "ssl_ca_file", authority.rootFile().toString(),
                "hba_file", rules.toString()));
        for (String role : List.of("tls_only", "plain_only", "either", "clear", "certified")) {
            server.execute("create role " + role + " login password '" + PASSWORD + "'");
        }
        server.execute("set password_encryption = 'md5'; create role hashed login password '" + PASSWORD + "'");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private PgClientBuilder client(String user, Consumer<PgTlsBuilder> tls) {
        return PgClient.builder(vertx)
                .host("localhost")
                .port(server.port())
                .database("postgres")
                .user(user)
                .password(PASSWORD)
                .tls(tls);
    }

    private Future<Session> open(String user, Consumer<PgTlsBuilder> tls) {
        return open(client(user, tls));
    }

    private Future<Session> open(PgClientBuilder client) {
        return new Sessions(vertx).open(client.options());
    }

    private static boolean isEncrypted(Session session) {
        return Sessions.fetch(session, "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                .get(0)
                .getBoolean(0);
    }

    private static void assertEncrypted(Future<Session> opening, boolean encrypted) {
        Session session = await(opening);
        assertThat(isEncrypted(session)).isEqualTo(encrypted);
        await(session.close());
    }

    private static Consumer<PgTlsBuilder> verifying(SslMode mode) {
        return tls -> tls.mode(mode).rootCert(authority.rootFile());
    }

    @ParameterizedTest
    @CsvSource({
        "disable,     either,     false",
        "disable,     plain_only, false",
        "allow,       either,       false",
        "allow,       plain_only, false",
        "allow,       tls_only,   true",
        "prefer,      either,       true",
        "prefer,      tls_only,   true",
        "prefer,      plain_only, false",
        "require,     either,     true",
        "verify-ca,   either,     true",
        "verify-full, either,     true"
    })
    @DisplayName("A016, A020, A021: each sslmode speaks TLS as far as it and the server's rules want it")
    void speaksTlsByMode(String mode, String user, boolean encrypted) {
        assertEncrypted(open(user, verifying(mode(mode))), encrypted);
    }

    private static SslMode mode(String text) {
        return SslMode.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @ParameterizedTest
    @CsvSource({"disable,tls_only", "require,plain_only", "verify-full,plain_only"})
    @DisplayName("A016, A020: what no rule of the server allows fails with 28000, and is not tried otherwise")
    void failsWhereRulesForbid(String mode, String user) {
        assertThat(failureOf(open(user, verifying(mode(mode)))))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28000"));
    }

    @ParameterizedTest
    @CsvSource({"allow,false", "prefer,false", "disable,false"})
    @DisplayName("A015: a server without TLS is used in plain where that is allowed")
    void usesPlainServers(String mode, boolean encrypted) {
        PostgresServer plain = PostgresServer.current();
        plain.assumeConfigurable();
        assertEncrypted(open(plainClient(plain, mode(mode))), encrypted);
    }

    private PgClientBuilder plainClient(PostgresServer plain, SslMode mode) {
        return client("postgres", verifying(mode)).host(plain.host()).port(plain.port());
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    @DisplayName("A015: a server without TLS is refused where TLS is demanded")
    void refusesPlainServers(SslMode mode) {
        PostgresServer plain = PostgresServer.current();
        plain.assumeConfigurable();
        assertThat(failureOf(open(plainClient(plain, mode))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("does not speak TLS: it has rejected SSLRequest");
    }

    @Test
    @DisplayName(
            "A016, A017: a certificate of another authority is refused by verify-ca, verify-full and, with roots, require")
    void refusesStrangers() {
        for (SslMode mode : List.of(SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL)) {
            assertThat(failureOf(open("either", tls -> tls.mode(mode).rootCert(stranger.rootFile()))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("no TLS with localhost:" + server.port())
                    .hasMessageContaining("path");
        }
        assertThat(failureOf(open("either", tls -> tls.systemRootCert())))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no TLS with");
        assertEncrypted(open("either", tls -> tls.mode(SslMode.REQUIRE)), true);
        assertEncrypted(open("either", tls -> tls.mode(SslMode.PREFER).rootCert(stranger.rootFile())), true);
    }

    @Test
    @DisplayName("S04: verify-full checks the name that was configured, verify-ca does not")
    void checksTheConfiguredName() {
        PgClientBuilder byAddress =
                client("either", verifying(SslMode.VERIFY_FULL)).host("127.0.0.1");
        assertThat(failureOf(open(byAddress)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("No subject alternative names");
        assertEncrypted(open(client("either", verifying(SslMode.VERIFY_CA)).host("127.0.0.1")), true);
    }

    @Test
    @DisplayName("S04: a host with a hostaddr is not looked up, and its certificate is checked by its name")
    void checksTheNameBesideAnAddress() {
        assertEncrypted(open(at("db.localhost")), true);
        assertThat(failureOf(open(at("db.example.com"))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("No subject alternative DNS name matching db.example.com");
    }

    private PgClientBuilder at(String name) {
        return client("either", verifying(SslMode.VERIFY_FULL))
                .hosts(List.of(new PgHost(name, server.port(), "127.0.0.1")));
    }

    @Test
    @DisplayName("A016: trust and key managers of the program take the place of files")
    void takesReadyMadeManagers() throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("server", serverIdentity.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("client", client.keys().getPrivate(), new char[0], new java.security.cert.Certificate[] {
            client.certificate()
        });
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        assertEncrypted(
                open("certified", tls -> tls.mode(SslMode.VERIFY_FULL)
                        .trustManagers(() -> trust)
                        .keyManagers(() -> keys)),
                true);
    }

    @Test
    @DisplayName("A016, S17: a statement is cancelled over TLS, and the connection goes on")
    void cancelsOverTls() {
        cancels("either", SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource({"prefer,plain_only", "allow,tls_only", "prefer,tls_only"})
    @DisplayName("A021: cancelling works where the connection has fallen back")
    void cancelsAfterFallingBack(String mode, String user) {
        cancels(user, mode(mode));
    }

    private void cancels(String user, SslMode mode) {
        cancels(client(user, verifying(mode)));
    }

    private void cancels(PgClientBuilder client) {
        Session session = await(open(client));
        assertThat(failureOf(
                        Sessions.submit(session, Sessions.query(Duration.ofMillis(100), "select pg_sleep(20)::text"))))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(Sessions.fetch(session, "select 1").get(0).getInt(0)).isEqualTo(1);
        await(session.close());
    }

    @ParameterizedTest
    @CsvSource({"prefer,plain_only", "require,tls_only"})
    @DisplayName("A017, A021: a pool with 100 calls, each of which times out before a good one")
    void cancelsInAPool(String mode, String user) {
        PgClient pool = client(user, verifying(mode(mode)))
                .poolMaxSize(5)
                .poolAcquireTimeout(Duration.ofSeconds(60))
                .build();
        List<Future<Integer>> calls = IntStream.range(0, 100)
                .mapToObj(i -> pool.sql("select pg_sleep(20)::text")
                        .timeout(Duration.ofMillis(50))
                        .fetch(String.class)
                        .transform(slept -> {
                            assertThat(slept.failed()).isTrue();
                            return pool.fetchValue(Integer.class, "select $1::int4", i);
                        })
                        .map(value -> value.orElseThrow()))
                .toList();
        assertThat(calls.stream().map(Sessions::await)).hasSize(100).doesNotHaveDuplicates();
        await(pool.close());
    }

    @Test
    @DisplayName("A016: large rows and large parameters pass through TLS")
    void passesLargeValues() {
        Session session = await(open("either", verifying(SslMode.VERIFY_FULL)));
        String large = "0123456789abcdef".repeat(200_000);
        assertThat(Sessions.fetch(session, "select $1::text || 'x'", large)
                        .get(0)
                        .getString(0))
                .isEqualTo(large + "x");
        await(session.close());
    }

    @Test
    @DisplayName("A017: a batch of 100 rows passes through TLS")
    void passesBatches() {
        PgClient pool =
                client("either", verifying(SslMode.VERIFY_FULL)).poolMaxSize(1).build();
        List<Object[]> rows = IntStream.range(0, 100)
                .mapToObj(i -> new Object[] {i, "row " + i})
                .toList();
        await(pool.execute("create temporary table passed (id int4, text text)"));
        await(pool.executeMany("insert into passed values ($1, $2)", rows));

        assertThat(await(pool.fetchValue(Long.class, "select count(*) from passed where text = 'row ' || id")))
                .contains(100L);
        await(pool.close());
    }

    @Test
    @DisplayName("A018: the versions of TLS are those that both allow")
    void limitsVersions() {
        assertVersion(tls -> tls.minVersion(TlsVersion.TLSV1_2).maxVersion(TlsVersion.TLSV1_2), "TLSv1.2");
        assertVersion(tls -> tls.minVersion(TlsVersion.TLSV1_3), "TLSv1.3");
        assertThat(failureOf(open("either", tls -> verifying(SslMode.VERIFY_FULL)
                        .andThen(more -> more.minVersion(TlsVersion.TLSV1).maxVersion(TlsVersion.TLSV1_1))
                        .accept(tls))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no TLS with");
        server.execute("alter system set ssl_max_protocol_version = 'TLSv1.2'");
        server.restart(false);
        try {
            assertThat(failureOf(open("either", tls -> verifying(SslMode.VERIFY_FULL)
                            .andThen(more -> more.minVersion(TlsVersion.TLSV1_3))
                            .accept(tls))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("no TLS with");
        } finally {
            server.execute("alter system reset ssl_max_protocol_version");
            server.restart(false);
        }
    }

    private void assertVersion(Consumer<PgTlsBuilder> versions, String expected) {
        Session session = await(open("either", verifying(SslMode.VERIFY_FULL).andThen(versions)));
        assertThat(Sessions.fetch(session, "select version from pg_stat_ssl where pid = pg_backend_pid()")
                        .get(0)
                        .getString(0))
                .isEqualTo(expected);
        await(session.close());
    }

    @Test
    @DisplayName("A019: without a client certificate a server that demands one says so")
    void needsAClientCertificate() {
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL))))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28000"))
                .hasMessageContaining("requires a valid client certificate");
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                        .key(client.keyFile())
                        .certMode(SslCertMode.DISABLE)))))
                .hasMessageContaining("requires a valid client certificate");
        assertThat(failureOf(open(
                        "certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.certMode(SslCertMode.REQUIRE)))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("sslcertmode=require");
    }

    @ParameterizedTest
    @CsvSource({"disable,either", "prefer,plain_only"})
    void refusesConnectionsWithoutTlsWhereTheServerHasToAskForACertificate(String mode, String user) {
        assertThat(failureOf(open(user, verifying(mode(mode)).andThen(tls -> tls.certMode(SslCertMode.REQUIRE)))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("sslcertmode=require needs TLS");
    }

    private void assertCertified(Path cert, Path key, String password) {
        assertEncrypted(
                open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(cert)
                        .key(key)
                        .keyPassword(password)
                        .certMode(SslCertMode.REQUIRE))),
                true);
    }

    @ParameterizedTest
    @CsvSource({"RSA", "EC", "Ed25519"})
    @DisplayName("A019: client certificates with keys in each form: PKCS#8, encrypted, PKCS#1, SEC 1, PKCS#12")
    void takesKeysInEachForm(String algorithm) throws IOException {
        Identity identity = authority.identity("certified", algorithm, Duration.ofDays(1));
        assertCertified(identity.certFile(), identity.keyFile(), "");
        assertCertified(identity.certFile(), authority.encryptedKey(identity, PASSWORD), PASSWORD);
        if (!algorithm.equals("Ed25519")) {
            assertCertified(identity.certFile(), authority.traditionalKey(identity), "");
        }
        assertCertified(identity.certFile(), authority.pkcs12(identity, PASSWORD), PASSWORD);
        Path both = Files.writeString(
                directory.resolve("both-" + algorithm + ".pem"),
                Files.readString(identity.keyFile()) + Files.readString(identity.certFile()));
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
        assertCertified(both, both, "");
    }

    @Test
    @DisplayName("A019, S29: a key that cannot be read is named, its password is not")
    void namesUnreadableKeys() throws IOException {
        Path encrypted = authority.encryptedKey(client, "another");
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                        .key(encrypted)
                        .keyPassword(PASSWORD)))))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("sslkey: " + encrypted)
                .hasMessageContaining("sslpassword");
        Path pkcs12 = authority.pkcs12(client, "another");
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                        .key(pkcs12)
                        .keyPassword(PASSWORD)))))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("PKCS#12");
        Identity another = authority.identity("certified");
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                        .key(another.keyFile())))))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining(
                        "sslkey: " + another.keyFile() + " is not the key of the certificate " + client.certFile());
        Path nonsense = Files.writeString(directory.resolve("nonsense.key"), "no key");
        Files.setPosixFilePermissions(nonsense, PosixFilePermissions.fromString("rw-------"));
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                        .key(nonsense)))))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("holds no private key");
    }

    @Test
    @DisplayName("S29: the password of a key is neither logged nor in an exception, whether it fits or not")
    void logsNoPasswordsOfKeys() throws IOException {
        Path fitting = authority.encryptedKey(client, Sessions.CANARY);
        Path other = authority.encryptedKey(client, "another");
        List<String> shown = LogCanary.during(() -> {
            assertCertified(client.certFile(), fitting, Sessions.CANARY);
            assertThat(failureOf(
                            open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                                    .key(other)
                                    .keyPassword(Sessions.CANARY)))))
                    .isInstanceOf(PgConfigurationException.class);
        });
        assertThat(shown).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain(Sessions.CANARY));
    }

    @Test
    @DisplayName("S32: a private key that others may read is refused")
    void refusesOpenKeys() throws IOException {
        Path open = authority.encryptedKey(client, PASSWORD);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(failureOf(open("certified", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.cert(client.certFile())
                        .key(open)
                        .keyPassword(PASSWORD)))))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("others have access");
    }

    @Test
    @DisplayName("A017: a list of revoked certificates counts for require and above, not below")
    void refusesRevokedServers() throws IOException {
        Path revoked = authority.crl(serverIdentity);
        Path none = authority.crl();
        for (SslMode mode : List.of(SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL)) {
            assertThat(failureOf(open("either", verifying(mode).andThen(tls -> tls.crl(revoked)))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("revoked");
            assertEncrypted(open("either", verifying(mode).andThen(tls -> tls.crl(none))), true);
        }
        assertEncrypted(open("either", verifying(SslMode.PREFER).andThen(tls -> tls.crl(revoked))), true);
        Path lists = Files.createDirectory(directory.resolve("lists"));
        Files.copy(revoked, lists.resolve("one.pem"));
        assertThat(failureOf(open("either", verifying(SslMode.VERIFY_CA).andThen(tls -> tls.crlDir(lists)))))
                .hasMessageContaining("revoked");
        Path missing = directory.resolve("missing.crl");
        assertThat(failureOf(open("either", verifying(SslMode.VERIFY_CA).andThen(tls -> tls.crl(missing)))))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("sslcrl: " + missing + " does not exist");
    }

    @Test
    @DisplayName("A019: certificate, key, roots and revocations of ~/.postgresql are used where none are named")
    void usesTheFilesAtHome() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Path files = Files.createDirectory(home.resolve(".postgresql"));
        Files.copy(authority.rootFile(), files.resolve("root.crt"));
        Files.copy(client.certFile(), files.resolve("postgresql.crt"));
        Path key = Files.copy(client.keyFile(), files.resolve("postgresql.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String before = System.setProperty("user.home", home.toString());
        try {
            assertEncrypted(open("certified", tls -> tls.mode(SslMode.VERIFY_FULL)), true);
            assertThat(failureOf(open(client("certified", tls -> tls.mode(SslMode.REQUIRE))
                            .environment(false))))
                    .hasMessageContaining("requires a valid client certificate");
            Files.copy(authority.crl(serverIdentity), files.resolve("root.crl"));
            assertThat(failureOf(open("certified", tls -> tls.mode(SslMode.VERIFY_FULL))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("revoked");
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    @DisplayName("A016: sslrootcert=system trusts whom the Java runtime trusts, and checks the name")
    void trustsTheRootsOfTheJavaRuntime() throws Exception {
        KeyStore roots = KeyStore.getInstance("JKS");
        roots.load(null, null);
        roots.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(Files.newInputStream(authority.rootFile())));
        Path store = directory.resolve("runtime.jks");
        try (OutputStream out = Files.newOutputStream(store)) {
            roots.store(out, "changeit".toCharArray());
        }
        String before = System.setProperty("javax.net.ssl.trustStore", store.toString());
        try {
            assertEncrypted(open("either", tls -> tls.systemRootCert()), true);
            assertThat(failureOf(
                            open(client("either", tls -> tls.systemRootCert()).host("127.0.0.1"))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("No subject alternative names");
        } finally {
            if (before == null) {
                System.clearProperty("javax.net.ssl.trustStore");
            } else {
                System.setProperty("javax.net.ssl.trustStore", before);
            }
        }
    }

    @Test
    @DisplayName("S06: a server with an Ed25519 certificate is verified; SCRAM cannot be bound to it, and is not")
    void speaksWithServersThatHaveEd25519Certificates() throws IOException {
        TestCertificates edwards = TestCertificates.authority(directory, "edwards", "Ed25519", "Ed25519");
        Identity identity = edwards.identity("edwards-server", "Ed25519", Duration.ofDays(1), "localhost");
        Consumer<PgTlsBuilder> verified = tls -> tls.mode(SslMode.VERIFY_FULL).rootCert(edwards.rootFile());
        String certificate = Files.readString(serverIdentity.certFile());
        String key = Files.readString(serverIdentity.keyFile());
        Files.writeString(serverIdentity.certFile(), Files.readString(identity.certFile()));
        Files.writeString(serverIdentity.keyFile(), Files.readString(identity.keyFile()));
        server.restart(false);
        try {
            assertEncrypted(open("either", verified), true);
            assertThat(failureOf(open(
                            client("either", verified).authentication(a -> a.channelBinding(ChannelBinding.REQUIRE)))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("channel_binding=require");
            cancels(client("either", verified));
        } finally {
            Files.writeString(serverIdentity.certFile(), certificate);
            Files.writeString(serverIdentity.keyFile(), key);
            server.restart(false);
        }
    }

    @Test
    @DisplayName("F43: root certificates that have changed are used by the next connection")
    void readsChangedFiles() throws IOException {
        Path roots = Files.copy(stranger.rootFile(), directory.resolve("changing.crt"));
        Sessions sessions = new Sessions(vertx);
        PgSessionFactory factory = sessions.factory(
                client("either", tls -> tls.mode(SslMode.VERIFY_FULL).rootCert(roots))
                        .options());
        assertThat(failureOf(sessions.open(factory))).isInstanceOf(PgConnectException.class);
        Files.writeString(roots, Files.readString(authority.rootFile()) + Files.readString(stranger.rootFile()));
        assertEncrypted(sessions.open(factory), true);
    }

    @Test
    @DisplayName("S05: TLS without a request before it, as servers from 17 on speak it")
    void speaksTlsDirectly() {
        Future<Session> opening =
                open("either", verifying(SslMode.VERIFY_FULL).andThen(tls -> tls.negotiation(SslNegotiation.DIRECT)));
        if (Integer.parseInt(server.query("show server_version_num")) >= 170_000) {
            Session session = await(opening);
            assertThat(isEncrypted(session)).isTrue();
            assertThat(failureOf(Sessions.submit(
                            session, Sessions.query(Duration.ofMillis(100), "select pg_sleep(20)::text"))))
                    .isInstanceOf(PgTimeoutException.class);
            assertThat(Sessions.fetch(session, "select 1").get(0).getInt(0)).isEqualTo(1);
            await(session.close());
        } else {
            assertThat(failureOf(opening)).isInstanceOf(PgConnectException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ChannelBinding.class)
    @DisplayName("S06: SCRAM is bound to the channel as channel_binding says")
    void bindsScram(ChannelBinding binding) {
        assertEncrypted(
                open(client("either", verifying(SslMode.VERIFY_FULL))
                        .authentication(authentication -> authentication.channelBinding(binding))),
                true);
    }

    @Test
    @DisplayName("S06: channel_binding=require is not met without TLS, nor by anything but SCRAM")
    void demandsBinding() {
        for (SslMode mode : List.of(SslMode.DISABLE, SslMode.ALLOW)) {
            assertThat(failureOf(open(client("either", verifying(mode))
                            .authentication(authentication -> authentication.channelBinding(ChannelBinding.REQUIRE)))))
                    .hasMessageContaining("channel_binding=require needs TLS");
        }
        for (String user : List.of("clear", "hashed", "postgres")) {
            assertThat(failureOf(open(client(user, verifying(SslMode.VERIFY_FULL))
                            .authentication(authentication -> authentication.channelBinding(ChannelBinding.REQUIRE)))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("channel_binding=require demands SCRAM-SHA-256-PLUS");
        }
    }

    @ParameterizedTest
    @CsvSource({"clear,cleartext-unverified", "hashed,md5-unverified"})
    @DisplayName("S16: a password is told in the clear or by MD5 to a verified server, or where an option allows it")
    void tellsPasswordsToVerifiedServers(String user, String option) {
        assertEncrypted(open(user, verifying(SslMode.VERIFY_CA)), true);
        for (SslMode mode : List.of(SslMode.DISABLE, SslMode.ALLOW, SslMode.PREFER)) {
            assertThat(failureOf(open(user, verifying(mode))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("authentication." + option);
        }
        assertThat(failureOf(open(user, tls -> tls.mode(SslMode.REQUIRE)))).hasMessageContaining(option);
        assertEncrypted(
                open(client(user, tls -> tls.mode(SslMode.DISABLE))
                        .authentication(all -> all.cleartextUnverified(true).md5Unverified(true))),
                false);
    }

    @Test
    @DisplayName("S16: no rule of require_auth is got round by the server")
    void enforcesRequireAuth() {
        assertEncrypted(
                open(client("either", verifying(SslMode.VERIFY_FULL))
                        .authentication(a -> a.requireAuth("scram-sha-256"))),
                true);
        assertEncrypted(
                open(client("either", verifying(SslMode.VERIFY_FULL)).authentication(a -> a.requireAuth("!none,!md5"))),
                true);
        assertThat(failureOf(open(client("postgres", verifying(SslMode.VERIFY_FULL))
                        .authentication(a -> a.requireAuth("scram-sha-256")))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the server asks for no authentication (none), which require_auth forbids; it"
                        + " allows scram-sha-256");
        assertThat(failureOf(open(client("clear", verifying(SslMode.VERIFY_FULL))
                        .authentication(a -> a.requireAuth("!password")))))
                .hasMessageContaining("which require_auth forbids");
        assertThat(failureOf(open(client("either", verifying(SslMode.VERIFY_FULL))
                        .authentication(a -> a.requireAuth("password,md5,none")))))
                .hasMessageContaining("which require_auth forbids; it allows md5, none, password");
    }

    @Test
    @DisplayName("A021: over TLS a wrong password is told once, and not tried again without TLS")
    void triesAWrongPasswordOnce() {
        assertThat(failureOf(open(client("either", verifying(SslMode.PREFER)).password("wrong"))))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"));
    }
}
