package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.PgClient;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestCertificates.Identity;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** SSL bundles, with a server that speaks TLS. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SslBundleTest {

    private static final String IS_ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    private static Path directory;
    private static TlsServer server;
    private static Identity client;

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PgNativeAutoConfiguration.class));

    @BeforeAll
    static void start(@TempDir Path shared) {
        directory = shared;
        server = new TlsServer(shared);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private ApplicationContextRunner runner() {
        return bare.withPropertyValues(server.as("certified"))
                .withPropertyValues(TlsServer.bundle("db", server.authority().rootFile(), client))
                .withPropertyValues("spring.pgnative.ssl.bundle=db");
    }

    private static String serial(Identity identity) {
        return identity.certificate().getSerialNumber().toString();
    }

    private static SslBundle bundle(TestCertificates authority, Identity identity) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStore.load(new PemSslStoreDetails(
                        null,
                        identity.certFile().toUri().toString(),
                        identity.keyFile().toUri().toString())),
                PemSslStore.load(PemSslStoreDetails.forCertificate(
                        authority.rootFile().toUri().toString()))));
    }

    @Test
    @DisplayName("B23, B26: a bundle with its versions and cipher suites is used, and the server's name is verified")
    void usesTheBundle() {
        runner().withPropertyValues(
                        "spring.ssl.bundle.pem.db.options.enabled-protocols=TLSv1.2",
                        "spring.ssl.bundle.pem.db.options.ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .run(context -> {
                    BlockingPgClient blocking = context.getBean(BlockingPgClient.class);
                    assertThat(blocking.fetchValue(
                                    String.class,
                                    "select client_serial || ' ' || version || ' ' || cipher from pg_stat_ssl"
                                            + " where pid = pg_backend_pid()"))
                            .contains(serial(client) + " TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256");
                    assertThat(context.getBean(PgClient.class).options().tls().mode())
                            .isEqualTo(SslMode.VERIFY_FULL);
                });
        runner().withPropertyValues("spring.pgnative.host=127.0.0.1", "spring.pgnative.pool.initialization=fail-fast")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.ssl.bundle: cannot connect to 127.0.0.1")
                        .contains("no TLS with 127.0.0.1"));
        runner().withPropertyValues("spring.pgnative.host=127.0.0.1", "spring.pgnative.ssl.mode=verify-ca")
                .run(context -> assertThat(
                                context.getBean(BlockingPgClient.class).fetchValue(String.class, TlsServer.SERIAL))
                        .contains(serial(client)));
    }

    @Test
    @DisplayName("B23: a client with a name has a bundle of its own, which the default client does not use")
    void usesTheBundleOfAClientWithAName() {
        String[] location = Arrays.stream(server.as("certified"))
                .map(property -> property.replace("spring.pgnative.", "spring.pgnative.clients.reporting."))
                .toArray(String[]::new);
        bare.withPropertyValues(location)
                .withPropertyValues(TlsServer.bundle("db", server.authority().rootFile(), client))
                .withPropertyValues(
                        "spring.pgnative.clients.reporting.ssl.bundle=db", "spring.pgnative.host=db.example.com")
                .run(context -> {
                    assertThat(context.getBean("reportingBlockingPgClient", BlockingPgClient.class)
                                    .fetchValue(String.class, TlsServer.SERIAL))
                            .contains(serial(client));
                    assertThat(context.getBean("pgClient", PgClient.class)
                                    .options()
                                    .tls()
                                    .material())
                            .isNull();
                });
        bare.withPropertyValues(location)
                .withPropertyValues("spring.pgnative.clients.reporting.ssl.bundle=nowhere")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(NoSuchSslBundleException.class));
    }

    private ApplicationContextRunner failingFast(String... ssl) {
        String prefix = "spring.pgnative.clients.reporting.";
        ApplicationContextRunner failing = bare.withPropertyValues(Arrays.stream(server.as("certified"))
                        .map(property -> property.replace("spring.pgnative.", prefix))
                        .toArray(String[]::new))
                .withPropertyValues(prefix + "pool.initialization=fail-fast");
        for (String property : ssl) {
            failing = failing.withPropertyValues(prefix + "ssl." + property);
        }
        return failing;
    }

    private static void assertSuspects(ApplicationContextRunner failing, String property, String reason) {
        failing.run(context -> assertThat(analyzed(context.getStartupFailure()))
                .startsWith("spring.pgnative.clients.reporting." + property + ": cannot connect to localhost")
                .contains(reason));
    }

    @Test
    @DisplayName("B55: TLS that the server demands, or that cannot be had")
    void failsFastOnTlsThatDoesNotFit() {
        String noRule = "no encryption";
        assertSuspects(failingFast("mode=disable"), "ssl.mode", noRule);
        assertSuspects(failingFast("enabled=false", "bundle=db"), "ssl.enabled", noRule);
        assertSuspects(failingFast("mode=require"), "ssl.cert", "certificate");
        Path foreign = TestCertificates.authority(directory, "foreign").rootFile();
        assertSuspects(failingFast("mode=verify-ca", "root-cert=" + foreign), "ssl.root-cert", "no TLS with localhost");
    }

    @Test
    void losesNoUpdateThatComesWhileItTakesTheBundle() {
        SslBundle before = bundle(server.authority(), client);
        SslBundle after = bundle(server.authority(), server.client());
        RacingBundles bundles = new RacingBundles(before, after);
        PgNativeSslProperties properties = new PgNativeSslProperties();
        properties.setBundle("db");
        ClientSsl ssl = new ClientSsl(properties, bundles, new PgClientFailures(new MockEnvironment()));

        assertThat(ssl.bundle()).isSameAs(before);
        bundles.awaitUpdated();

        assertThat(ssl.bundle()).isSameAs(after);
    }

    /** Gives a bundle that is updated, as far as that goes, between the moment it is looked up and that it is given. */
    private static final class RacingBundles implements SslBundles {

        private final SslBundle before;
        private final Thread updating;
        private @Nullable Consumer<SslBundle> handler;

        RacingBundles(SslBundle before, SslBundle after) {
            this.before = before;
            this.updating = new Thread(() -> Objects.requireNonNull(handler).accept(after));
        }

        @Override
        public SslBundle getBundle(String name) {
            updating.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> updating.getState() == Thread.State.BLOCKED || !updating.isAlive());
            return before;
        }

        @Override
        public void addBundleUpdateHandler(String name, Consumer<SslBundle> added) {
            handler = added;
        }

        @Override
        public void addBundleRegisterHandler(BiConsumer<String, SslBundle> added) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> getBundleNames() {
            return List.of("db");
        }

        void awaitUpdated() {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !updating.isAlive());
        }
    }

    @Test
    @DisplayName("B24: an unknown bundle is told by Boot, and one that nobody could know by us")
    void refusesUnknownBundles() {
        bare.withPropertyValues(server.as("certified"))
                .withPropertyValues("spring.pgnative.ssl.bundle=nowhere")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(NoSuchSslBundleException.class)
                        .hasStackTraceContaining("SSL bundle name 'nowhere' cannot be found"));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues(server.as("certified"))
                .withPropertyValues("spring.pgnative.ssl.bundle=nowhere")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .isEqualTo("spring.pgnative.ssl.bundle: names the SSL bundle 'nowhere', but the application has"
                                + " no SslBundles bean to look it up in"));
    }

    @Test
    @DisplayName("B25: enabled without a bundle verifies by the runtime's root certificates, or by those that are set")
    void isEnabledWithoutABundle() {
        ApplicationContextRunner enabled =
                bare.withPropertyValues(server.as("postgres")).withPropertyValues("spring.pgnative.ssl.enabled=true");

        enabled.run(context -> {
            assertThat(context.getBean(PgClient.class).options().tls().mode()).isEqualTo(SslMode.VERIFY_FULL);
            assertThatThrownBy(() -> context.getBean(BlockingPgClient.class).execute("select 1"))
                    .hasStackTraceContaining("no TLS with localhost");
        });
        String roots = "=" + server.authority().rootFile();
        enabled.withPropertyValues("spring.pgnative.ssl.root-cert" + roots).run(context -> {
            assertThat(context.getBean(PgClient.class).options().tls().mode()).isEqualTo(SslMode.VERIFY_FULL);
            assertThat(context.getBean(BlockingPgClient.class).fetchValue(Boolean.class, IS_ENCRYPTED))
                    .contains(true);
        });
        bare.withPropertyValues(
                        "spring.pgnative.environment=false",
                        "spring.pgnative.ssl.enabled=true",
                        "spring.pgnative.dsn=postgres://postgres@localhost:" + server.port()
                                + "/postgres?sslmode=require&sslrootcert" + roots)
                .run(context -> {
                    assertThat(context.getBean(PgClient.class).options().tls().mode())
                            .isEqualTo(SslMode.REQUIRE);
                    assertThat(context.getBean(BlockingPgClient.class).fetchValue(Boolean.class, IS_ENCRYPTED))
                            .contains(true);
                });
    }

    @Test
    void speaksNoTlsWhenDisabledWhateverElseIsSet() {
        runner().withPropertyValues(
                        "spring.pgnative.username=postgres",
                        "spring.pgnative.ssl.enabled=false",
                        "spring.pgnative.ssl.mode=verify-full",
                        "spring.pgnative.ssl.root-cert=/nowhere.crt")
                .run(context -> assertThat(
                                context.getBean(BlockingPgClient.class).fetchValue(Boolean.class, IS_ENCRYPTED))
                        .contains(false));
    }

    @Test
    void doesNotDoWithoutTlsBecauseTheDsnSaysSo() {
        runner().withPropertyValues(
                        "spring.pgnative.host=",
                        "spring.pgnative.port=",
                        "spring.pgnative.dsn=postgres://localhost:" + server.port() + "/postgres?sslmode=prefer")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().tls().mode())
                        .isEqualTo(SslMode.VERIFY_FULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root-cert", "cert", "key", "key-password", "crl", "crl-dir"})
    void refusesFilesBesideABundle(String property) {
        runner().withPropertyValues("spring.pgnative.ssl." + property + "=/pki/s3cret")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(MutuallyExclusiveConfigurationPropertiesException.class)
                        .rootCause()
                        .hasMessageContaining("spring.pgnative.ssl.bundle")
                        .hasMessageContaining("spring.pgnative.ssl." + property)
                        .hasMessageNotContaining("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "allow", "prefer"})
    void refusesAModeThatMakesABundleUseless(String mode) {
        runner().withPropertyValues("spring.pgnative.ssl.mode=" + mode)
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .isEqualTo("spring.pgnative.ssl.mode: is " + mode
                                + ", which allows connections without TLS, but spring.pgnative.ssl.bundle is set;"
                                + " expected require, verify-ca or verify-full"));
    }

    @Test
    void aClientWithANameHasABundleOfItsOwn() {
        String prefix = "spring.pgnative.clients.reporting.";
        ApplicationContextRunner named = bare.withPropertyValues(
                        TlsServer.bundle("db", server.authority().rootFile(), client))
                .withPropertyValues(
                        prefix + "environment=false",
                        prefix + "dsn=postgres://certified@localhost:" + server.port() + "/postgres",
                        prefix + "ssl.bundle=db");
        named.run(context -> assertThat(context.getBean("reportingBlockingPgClient", BlockingPgClient.class)
                        .fetchValue(String.class, TlsServer.SERIAL))
                .contains(serial(client)));
        named.withPropertyValues(prefix + "ssl.mode=prefer")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith(prefix + "ssl.mode: is prefer, which allows connections without TLS, but " + prefix
                                + "ssl.bundle is set"));
    }

    @Test
    void tellsWhatOfABundleCannotBeSpoken() {
        runner().withPropertyValues(
                        "spring.ssl.bundle.pem.db.options.ciphers=TLS_FROM_NOWHERE",
                        "spring.pgnative.pool.initialization=fail-fast")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.ssl.bundle: cannot connect to localhost")
                        .contains("the cipher suite TLS_FROM_NOWHERE is not known"));
    }

    @Test
    @DisplayName("B27: an updated bundle is used by new connections; old ones live on until they are given back")
    void usesTheUpdatedBundleForNewConnections(CapturedOutput output) {
        Identity renewed = server.client();
        runner().run(context -> {
            BlockingPgClient blocking = context.getBean(BlockingPgClient.class);
            BlockingPgConnection held = blocking.acquire();
            assertThat(held.fetchValue(String.class, TlsServer.SERIAL)).contains(serial(client));

            context.getBean(SslBundleRegistry.class).updateBundle("db", bundle(server.authority(), renewed));

            assertThat(blocking.fetchValue(String.class, TlsServer.SERIAL)).contains(serial(renewed));
            assertThat(held.fetchValue(String.class, TlsServer.SERIAL)).contains(serial(client));
            held.close();
            assertThat(blocking.fetchValue(String.class, TlsServer.SERIAL)).contains(serial(renewed));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> connections(context.getBean(PgClient.class)) == 1);
        });
        assertThat(output)
                .contains("uses the updated SSL bundle 'db' for new connections")
                .doesNotContain("doesn't support SSL reloading");
    }

    private static int connections(PgClient client) {
        return client.statistics().idle() + client.statistics().busy();
    }

    @Test
    void keepsWhatItHasWhenAnUpdateCannotBeUsed(CapturedOutput output) {
        SslBundle broken = SslBundle.of(SslStoreBundle.NONE, null, null, null, brokenManagers());
        runner().run(context -> {
            context.getBean(SslBundleRegistry.class).updateBundle("db", broken);

            assertThat(context.getBean(BlockingPgClient.class).fetchValue(String.class, TlsServer.SERIAL))
                    .contains(serial(client));
        });
        assertThat(output).contains("The SSL bundle 'db' was updated, but cannot be used: what it held before stays");
    }

    private static SslManagerBundle brokenManagers() {
        return new SslManagerBundle() {

            @Override
            public KeyManagerFactory getKeyManagerFactory() {
                throw new IllegalStateException("half a key");
            }

            @Override
            public TrustManagerFactory getTrustManagerFactory() {
                throw new IllegalStateException("half a certificate");
            }
        };
    }

    @Test
    void keepsItsBundleWhenItIsNotToReload() {
        Identity renewed = server.client();
        runner().withPropertyValues("spring.pgnative.ssl.reload=false").run(context -> {
            BlockingPgClient blocking = context.getBean(BlockingPgClient.class);
            context.getBean(SslBundleRegistry.class).updateBundle("db", bundle(server.authority(), renewed));
            context.getBean(PgClient.class).expireConnections();

            assertThat(blocking.fetchValue(String.class, TlsServer.SERIAL)).contains(serial(client));
        });
    }

    @Test
    @DisplayName("B27: a change of authority is taken from the files of a bundle while the application runs")
    void followsAChangeOfAuthority() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        try (TlsServer other = new TlsServer(own)) {
            Identity certified = other.client();
            Path roots = Files.copy(other.authority().rootFile(), own.resolve("roots.crt"));
            bare.withPropertyValues(other.as("certified"))
                    .withPropertyValues(TlsServer.bundle("db", roots, certified))
                    .withPropertyValues(
                            "spring.pgnative.ssl.bundle=db",
                            "spring.ssl.bundle.pem.db.reload-on-update=true",
                            "spring.ssl.bundle.watch.file.quiet-period=200ms")
                    .run(context -> {
                        BlockingPgClient blocking = context.getBean(BlockingPgClient.class);
                        assertThat(blocking.fetchValue(String.class, TlsServer.SERIAL))
                                .contains(serial(certified));

                        Files.write(
                                roots,
                                Files.readAllBytes(other.changeAuthority().rootFile()));

                        Awaitility.await()
                                .atMost(Duration.ofSeconds(40))
                                .ignoreExceptions()
                                .until(() -> answersOnANewConnection(context.getBean(PgClient.class)));
                    });
        }
    }

    private static boolean answersOnANewConnection(PgClient client) {
        client.expireConnections();
        return client.blocking()
                .fetchValue(Boolean.class, IS_ENCRYPTED)
                .filter(encrypted -> encrypted)
                .isPresent();
    }

    @Test
    void tellsJdbcTheSameBundleAndTheUpdatedOne() {
        Identity renewed = server.client();
        runner().withConfiguration(
                        AutoConfigurations.of(PgNativeJdbcAutoConfiguration.class, DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
                .run(context -> {
                    DataSource dataSource = context.getBean(DataSource.class);
                    assertThat(query(dataSource, TlsServer.SERIAL)).isEqualTo(serial(client));

                    context.getBean(SslBundleRegistry.class).updateBundle("db", bundle(server.authority(), renewed));
                    endSession(dataSource);

                    assertThat(query(dataSource, TlsServer.SERIAL)).isEqualTo(serial(renewed));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "pkcs12"})
    void tellsJdbcTheSameFiles(String form) {
        Path key = form.equals("pem") ? server.authority().encryptedKey(client, "s3cret") : pkcs12();
        bare.withConfiguration(
                        AutoConfigurations.of(PgNativeJdbcAutoConfiguration.class, DataSourceAutoConfiguration.class))
                .withPropertyValues(server.as("certified"))
                .withPropertyValues(
                        "spring.pgnative.ssl.mode=verify-full",
                        "spring.pgnative.ssl.root-cert=" + server.authority().rootFile(),
                        "spring.pgnative.ssl.cert=" + client.certFile(),
                        "spring.pgnative.ssl.key=" + key,
                        "spring.pgnative.ssl.key-password=s3cret",
                        "spring.pgnative.ssl.max-version=TLSv1.2")
                .run(context -> {
                    String sql = "select client_serial || ' ' || version from pg_stat_ssl where pid = pg_backend_pid()";
                    assertThat(query(context.getBean(DataSource.class), sql)).isEqualTo(serial(client) + " TLSv1.2");
                    assertThat(context.getBean(BlockingPgClient.class).fetchValue(String.class, sql))
                            .contains(serial(client) + " TLSv1.2");
                });
    }

    private static Path pkcs12() {
        return server.authority().pkcs12(client, "s3cret");
    }

    private static void endSession(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            dataSource.unwrap(HikariDataSource.class).evictConnection(connection);
        }
    }

    private static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String analyzed(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                return found.analysis().getDescription();
            }
        }
        throw new AssertionError("not analyzed", failure);
    }
}
