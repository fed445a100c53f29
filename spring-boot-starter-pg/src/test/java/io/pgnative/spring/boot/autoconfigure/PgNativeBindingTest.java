package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.ListenRecovery;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.ProtocolVersion;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TargetSessionAttributes;
import io.pgnative.client.TlsVersion;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PgNativeBindingTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class));

    static Stream<Arguments> properties() {
        return Stream.of(
                property("database", "shop", PgOptions::database, "shop"),
                property("username", "app", PgOptions::user, "app"),
                property("password", "s3cret", PgNativeBindingTest::password, "s3cret"),
                property("port", "6543", PgOptions::port, 6543),
                property(
                        "target-session-attributes",
                        "read-write",
                        PgOptions::targetSessionAttributes,
                        TargetSessionAttributes.READ_WRITE),
                property("load-balance-hosts", "random", PgOptions::loadBalanceHosts, LoadBalanceHosts.RANDOM),
                property("host-timeout", "700ms", PgOptions::hostTimeout, Duration.ofMillis(700)),
                property("min-protocol-version", "3.2", o -> o.protocol().minVersion(), ProtocolVersion.V3_2),
                property("max-protocol-version", "latest", o -> o.protocol().maxVersion(), ProtocolVersion.V3_2),
                property("tcp.keepalives", "false", o -> o.tcp().keepalives(), false),
                property("tcp.keepalives-idle", "60", o -> o.tcp().keepalivesIdle(), Duration.ofSeconds(60)),
                property("tcp.keepalives-interval", "5s", o -> o.tcp().keepalivesInterval(), Duration.ofSeconds(5)),
                property("tcp.keepalives-count", "3", o -> o.tcp().keepalivesCount(), 3),
                property("tcp.user-timeout", "0", o -> o.tcp().userTimeout(), Duration.ZERO),
                property("ssl.mode", "require", o -> o.tls().mode(), SslMode.REQUIRE),
                property("ssl.root-cert", "/pki/root.crt", o -> o.tls().rootCert(), "/pki/root.crt"),
                property("ssl.root-cert", "system", o -> o.tls().mode(), SslMode.VERIFY_FULL),
                property("ssl.cert", "/pki/app.crt", o -> o.tls().cert(), Path.of("/pki/app.crt")),
                property("ssl.key", "/pki/app.key", o -> o.tls().key(), Path.of("/pki/app.key")),
                property("ssl.key-password", "s3cret", PgNativeBindingTest::keyPassword, "s3cret"),
                property("ssl.crl", "/pki/root.crl", o -> o.tls().crl(), Path.of("/pki/root.crl")),
                property("ssl.crl-dir", "/pki/crl", o -> o.tls().crlDir(), Path.of("/pki/crl")),
                property("ssl.min-version", "TLSv1.3", o -> o.tls().minVersion(), TlsVersion.TLSV1_3),
                property("ssl.max-version", "TLSv1.2", o -> o.tls().maxVersion(), TlsVersion.TLSV1_2),
                property("ssl.sni", "false", o -> o.tls().sni(), false),
                property("ssl.cert-mode", "require", o -> o.tls().certMode(), SslCertMode.REQUIRE),
                property(
                        "authentication.require",
                        "scram-sha-256, none",
                        o -> o.authentication().requireAuth(),
                        Set.of(AuthenticationMethod.SCRAM_SHA_256, AuthenticationMethod.NONE)),
                property(
                        "authentication.channel-binding",
                        "require",
                        o -> o.authentication().channelBinding(),
                        ChannelBinding.REQUIRE),
                property(
                        "authentication.cleartext-unverified",
                        "true",
                        o -> o.authentication().cleartextUnverified(),
                        true),
                property(
                        "authentication.md5-unverified",
                        "true",
                        o -> o.authentication().md5Unverified(),
                        true),
                property(
                        "authentication.krbsrvname",
                        "pg",
                        o -> o.authentication().gss(),
                        new PgOptions.Gss(true, "pg", false, null)),
                property(
                        "authentication.gss-delegation",
                        "true",
                        o -> o.authentication().gss(),
                        new PgOptions.Gss(true, "postgres", true, null)),
                property(
                        "authentication.require",
                        "gss",
                        o -> o.authentication().gss(),
                        new PgOptions.Gss(true, "postgres", false, null)),
                property("application-name", "till", o -> o.parameters().get("application_name"), "till"),
                property(
                        "parameters.search_path",
                        "till,public",
                        o -> o.parameters().get("search_path"),
                        "till,public"),
                property("parameters.TimeZone", "UTC", o -> o.parameters().get("TimeZone"), "UTC"),
                property("schema", "till, $user", o -> o.parameters().get("search_path"), "\"till\", \"$user\""),
                property("statement-timeout", "90s", o -> o.parameters().get("statement_timeout"), "90000ms"),
                property("lock-timeout", "250", o -> o.parameters().get("lock_timeout"), "250ms"),
                property(
                        "idle-in-transaction-timeout",
                        "1m",
                        o -> o.parameters().get("idle_in_transaction_session_timeout"),
                        "60000ms"),
                property("connect-timeout", "3s", PgOptions::connectTimeout, Duration.ofSeconds(3)),
                property("query-timeout", "500ms", PgOptions::queryTimeout, Duration.ofMillis(500)),
                property("shutdown-timeout", "1500", PgOptions::shutdownTimeout, Duration.ofMillis(1500)),
                property("max-scram-iterations", "5000", PgOptions::maxScramIterations, 5000),
                property("max-message-size", "8MB", PgOptions::maxMessageSize, 8 << 20),
                property("fetch-size", "200", o -> o.limits().fetchSize(), 200),
                property("fetch-size-bytes", "64KB", o -> o.limits().fetchSizeBytes(), 64 << 10),
                property("max-result-rows", "10000", o -> o.limits().maxResultRows(), 10_000L),
                property("max-result-size", "5GB", o -> o.limits().maxResultBytes(), 5L << 30),
                property("statement-cache.size", "7", o -> o.statementCache().size(), 7),
                property(
                        "statement-cache.max-lifetime",
                        "60s",
                        o -> o.statementCache().maxLifetime(),
                        Duration.ofSeconds(60)),
                property(
                        "statement-cache.max-sql-length",
                        "99",
                        o -> o.statementCache().maxSqlLength(),
                        99),
                property("pooler-mode", "transaction", PgOptions::poolerMode, PoolerMode.TRANSACTION),
                property(
                        "statement-cache.mode",
                        "unnamed",
                        o -> o.statementCache().mode(),
                        StatementMode.UNNAMED),
                property("pool.name", "till", o -> o.pool().name(), "till"),
                property("pool.max-size", "16", o -> o.pool().maxSize(), 16),
                property("pool.min-idle", "2", o -> o.pool().minIdle(), 2),
                property("pool.max-waiting", "3", o -> o.pool().maxWaiting(), 3),
                property("pool.acquire-timeout", "4s", o -> o.pool().acquireTimeout(), Duration.ofSeconds(4)),
                property("pool.idle-timeout", "5m", o -> o.pool().idleTimeout(), Duration.ofMinutes(5)),
                property("pool.max-lifetime", "6m", o -> o.pool().maxLifetime(), Duration.ofMinutes(6)),
                property("pool.max-lifetime-jitter", "0.25", o -> o.pool().maxLifetimeJitter(), 0.25),
                property("pool.max-uses", "7", o -> o.pool().maxUses(), 7),
                property("pool.pipelining-limit", "5", o -> o.pool().pipeliningLimit(), 5),
                property("pool.validate-after-idle", "7s", o -> o.pool().validateAfterIdle(), Duration.ofSeconds(7)),
                property("pool.validation-timeout", "8s", o -> o.pool().validationTimeout(), Duration.ofSeconds(8)),
                property("pool.reset-policy", "full", o -> o.pool().resetPolicy(), ResetPolicy.FULL),
                property(
                        "pool.leak-detection-threshold",
                        "9s",
                        o -> o.pool().leakDetectionThreshold(),
                        Duration.ofSeconds(9)),
                property(
                        "logging.slow-query-threshold",
                        "250ms",
                        o -> o.logging().slowQueryThreshold(),
                        Duration.ofMillis(250)),
                property("logging.include-parameters", "true", o -> o.logging().includeParameters(), true),
                property("listener.ping-interval", "9s", o -> o.listening().pingInterval(), Duration.ofSeconds(9)),
                recovery("listener.recovery.max-retries", "20", ListenRecovery.DEFAULT.maxRetries(20)),
                recovery("listener.recovery.delay", "2s", ListenRecovery.DEFAULT.delay(Duration.ofSeconds(2))),
                recovery("listener.recovery.multiplier", "1.5", ListenRecovery.DEFAULT.multiplier(1.5)),
                recovery("listener.recovery.max-delay", "1m", ListenRecovery.DEFAULT.maxDelay(Duration.ofMinutes(1))),
                recovery("listener.recovery.jitter", "0", ListenRecovery.DEFAULT.jitter(Duration.ZERO)));
    }

    private static Arguments property(
            String name, String value, Function<PgOptions, @Nullable Object> read, Object expected) {
        return arguments(name, value, read, expected);
    }

    private static Arguments recovery(String name, String value, ListenRecovery expected) {
        return property(name, value, o -> o.listening().recovery(), expected);
    }

    private static @Nullable Object keyPassword(PgOptions options) {
        assertThat(options.toString()).doesNotContain("s3cret");
        return options.tls().keyPassword() == null
                ? null
                : options.tls().keyPassword().get();
    }

    private static @Nullable Object password(PgOptions options) {
        return options.password() == null
                ? null
                : options.password().password(options.hosts().get(0)).await();
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("properties")
    void bringsEachPropertyToTheClient(
            String name, String value, Function<PgOptions, @Nullable Object> read, Object expected) {
        runner.withPropertyValues("spring.pgnative.host=db.example.com", "spring.pgnative." + name + "=" + value)
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.host()).isEqualTo("db.example.com");
                    assertThat(read.apply(options)).isEqualTo(expected);
                });
    }

    @Test
    void takesSeveralHosts() {
        runner.withPropertyValues(
                        "spring.pgnative.hosts[0]=db1.example.com:6000",
                        "spring.pgnative.hosts[1]=[::1]",
                        "spring.pgnative.hosts[2]=/run/postgresql",
                        "spring.pgnative.port=7000")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().hosts())
                        .containsExactly(
                                new PgHost("db1.example.com", 6000),
                                new PgHost("::1", 7000),
                                new PgHost("/run/postgresql", 7000)));
    }

    @Test
    void beginsTlsAtOnceWhereThatIsAsked() {
        runner.withPropertyValues(
                        "spring.pgnative.dsn=postgres://db.example.com/shop?sslmode=require",
                        "spring.pgnative.ssl.negotiation=direct")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().tls().negotiation())
                        .isEqualTo(SslNegotiation.DIRECT));
    }

    @Test
    void leavesWhatIsNotSetToTheDsn() {
        runner.withPropertyValues("spring.pgnative.dsn=postgres://a,b/shop?target_session_attrs=standby"
                        + "&load_balance_hosts=random&sslmode=require&sslsni=0&ssl_min_protocol_version=TLSv1.3"
                        + "&require_auth=none&channel_binding=disable&connect_timeout=4")
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.targetSessionAttributes()).isEqualTo(TargetSessionAttributes.STANDBY);
                    assertThat(options.loadBalanceHosts()).isEqualTo(LoadBalanceHosts.RANDOM);
                    assertThat(options.hostTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(options.tls().mode()).isEqualTo(SslMode.REQUIRE);
                    assertThat(options.tls().sni()).isFalse();
                    assertThat(options.tls().minVersion()).isEqualTo(TlsVersion.TLSV1_3);
                    assertThat(options.authentication().requireAuth()).containsExactly(AuthenticationMethod.NONE);
                    assertThat(options.authentication().channelBinding()).isEqualTo(ChannelBinding.DISABLE);
                });
    }

    @Test
    void findsTheServerThroughAServiceFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("services"), "[shop]\nhost=db.example.com\ndbname=till\n");
        runner.withPropertyValues("spring.pgnative.service=shop", "spring.pgnative.service-file=" + file)
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.host()).isEqualTo("db.example.com");
                    assertThat(options.database()).isEqualTo("till");
                });
    }

    private static Path passfile(Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve(".pgpass"), "*:*:*:*:of-the-file\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void findsThePasswordInAFileAndTellsItAsAConnectionDetail(@TempDir Path directory) throws IOException {
        runner.withPropertyValues(
                        "spring.pgnative.host=db.example.com",
                        "spring.pgnative.environment=false",
                        "spring.pgnative.passfile=" + passfile(directory))
                .run(context -> {
                    assertThat(password(context.getBean(PgClient.class).options()))
                            .isEqualTo("of-the-file");
                    assertThat(context.getBean(PgNativeConnectionDetails.class).getPassword())
                            .isEqualTo("of-the-file");
                });
    }

    @Test
    void refusesToTellThePasswordOnAnEventLoop() {
        runner.withPropertyValues("spring.pgnative.host=db.example.com", "spring.pgnative.password=s3cret")
                .run(context -> {
                    PgNativeConnectionDetails details = context.getBean(PgNativeConnectionDetails.class);
                    assertThat(details.getPassword()).isEqualTo("s3cret");
                    Promise<@Nullable String> asked = Promise.promise();
                    context.getBean(Vertx.class).runOnContext(here -> {
                        try {
                            asked.complete(details.getPassword());
                        } catch (RuntimeException ex) {
                            asked.fail(ex);
                        }
                    });
                    assertThatThrownBy(asked.future()::await)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("not an event loop");
                });
    }

    @Test
    void looksAroundTheProcessUnlessToldNotTo(@TempDir Path home) throws IOException {
        passfile(home);
        ApplicationContextRunner here = runner.withSystemProperties("user.home=" + home)
                .withPropertyValues("spring.pgnative.host=db.example.com");
        here.run(context ->
                assertThat(password(context.getBean(PgClient.class).options())).isEqualTo("of-the-file"));
        here.withPropertyValues("spring.pgnative.environment=false").run(context -> assertThat(
                        context.getBean(PgClient.class).options().password())
                .isNull());
    }

    @Test
    @DisplayName("B2: properties that are not set leave the client's own defaults")
    void hasTheDefaultsOfTheClient() {
        runner.withPropertyValues("spring.pgnative.dsn=postgres://app@db.example.com/shop")
                .run(context -> {
                    Vertx vertx = context.getBean(Vertx.class);
                    PgOptions expected = PgClient.builder(vertx)
                            .dsn("postgres://app@db.example.com/shop")
                            .options();

                    assertThat(context.getBean(PgClient.class).options()).isEqualTo(expected);
                });
    }

    @Test
    void letsCredentialsOfTheirOwnWinOverTheDsn() {
        runner.withPropertyValues(
                        "spring.pgnative.dsn=postgres://app:old@db.example.com:6543/shop",
                        "spring.pgnative.username=clerk",
                        "spring.pgnative.password=new",
                        "spring.pgnative.database=till")
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.host()).isEqualTo("db.example.com");
                    assertThat(options.port()).isEqualTo(6543);
                    assertThat(options.user()).isEqualTo("clerk");
                    assertThat(options.database()).isEqualTo("till");
                    assertThat(password(options)).isEqualTo("new");
                });
    }

    @Test
    void takesThePasswordOfTheDsnWhenThatOfTheVariableIsEmpty() {
        runner.withPropertyValues(
                        "spring.pgnative.dsn=postgres://app:old@db.example.com/shop", "spring.pgnative.password=")
                .run(context -> assertThat(
                                password(context.getBean(PgClient.class).options()))
                        .isEqualTo("old"));
    }

    @Test
    void keepsTheTimeoutOfTheDsnWhenNoPropertySaysOtherwise() {
        runner.withPropertyValues("spring.pgnative.dsn=postgres://app@db.example.com/shop?connect_timeout=3")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().connectTimeout())
                        .isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    @DisplayName("B4: times and sizes are read with and without a unit")
    void readsTimesAndSizesWithAndWithoutAUnit() {
        runner.withPropertyValues(
                        "spring.pgnative.host=localhost",
                        "spring.pgnative.connect-timeout=30s",
                        "spring.pgnative.query-timeout=1500",
                        "spring.pgnative.pool.idle-timeout=500ms",
                        "spring.pgnative.tcp.keepalives-idle=7",
                        "spring.pgnative.tcp.keepalives-interval=9",
                        "spring.pgnative.tcp.user-timeout=2500",
                        "spring.pgnative.max-message-size=8KB",
                        "spring.pgnative.fetch-size-bytes=4096")
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(options.queryTimeout()).isEqualTo(Duration.ofMillis(1500));
                    assertThat(options.pool().idleTimeout()).isEqualTo(Duration.ofMillis(500));
                    assertThat(options.tcp().keepalivesIdle()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(options.tcp().keepalivesInterval()).isEqualTo(Duration.ofSeconds(9));
                    assertThat(options.tcp().userTimeout()).isEqualTo(Duration.ofMillis(2500));
                    assertThat(options.maxMessageSize()).isEqualTo(8 * 1024);
                    assertThat(options.limits().fetchSizeBytes()).isEqualTo(4096);
                });
    }

    @Test
    @DisplayName("B8: the application's name is that of the client's sessions")
    void callsItselfAsTheSpringApplicationDoes() {
        ApplicationContextRunner till =
                runner.withPropertyValues("spring.pgnative.host=localhost", "spring.application.name=till");
        till.run(context -> assertThat(context.getBean(PgClient.class).options().parameters())
                .isEqualTo(Map.of("application_name", "till")));
        till.withPropertyValues("spring.pgnative.application-name=orders").run(context -> assertThat(
                        context.getBean(PgClient.class).options().parameters())
                .isEqualTo(Map.of("application_name", "orders")));
    }

    @Test
    void prefersTheNameInTheDsnToThatOfTheSpringApplication() {
        runner.withPropertyValues(
                        "spring.pgnative.dsn=postgres://app@db.example.com/shop?application_name=orders",
                        "spring.application.name=till")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().parameters())
                        .containsEntry("application_name", "orders"));
    }
}
