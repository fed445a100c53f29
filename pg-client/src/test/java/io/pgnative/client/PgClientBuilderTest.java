package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(PostgresExtension.class)
class PgClientBuilderTest {

    private static final String CANARY = "c4n4ry";

    private final Vertx vertx;

    PgClientBuilderTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void fillsInDefaults() {
        PgOptions options = PgClient.builder(vertx).environment(false).options();

        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.port()).isEqualTo(5432);
        assertThat(options.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(options.database()).isEqualTo(options.user());
        assertThat(options.password()).isNull();
        assertThat(options.targetSessionAttributes()).isEqualTo(TargetSessionAttributes.ANY);
        assertThat(options.loadBalanceHosts()).isEqualTo(LoadBalanceHosts.DISABLE);
        assertThat(options.hostTimeout()).isNull();
        assertThat(options.tls().mode()).isEqualTo(SslMode.PREFER);
        assertThat(options.tls().minVersion()).isEqualTo(TlsVersion.TLSV1_2);
        assertThat(options.authentication()).isEqualTo(PgOptions.Authentication.DEFAULT);
        assertThat(options.parameters()).isEmpty();
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.queryTimeout()).isNull();
        assertThat(options.statementCache())
                .isEqualTo(new PgOptions.StatementCache(100, Duration.ofSeconds(300), 15_360, StatementMode.NAMED));
        assertThat(options.pool().maxSize()).isEqualTo(10);
        assertThat(options.logging()).isEqualTo(new PgOptions.Logging(null, false));
        assertThat(options.listening())
                .isEqualTo(new PgOptions.Listening(Duration.ofSeconds(30), ListenRecovery.DEFAULT));
    }

    @Test
    void takesTheUsersNameForTheDatabase() {
        assertThat(PgClient.builder(vertx).dsn("postgres://app@db/").options().database())
                .isEqualTo("app");
        assertThat(PgClient.builder(vertx).user("shop").options().database()).isEqualTo("shop");
    }

    @Test
    @DisplayName("A006: explicit values override the DSN, whatever the order of calls")
    void explicitValuesOverrideTheDsn() {
        PgOptions options = PgClient.builder(vertx)
                .host("h")
                .port(1)
                .database("d")
                .user("u")
                .password("p")
                .connectTimeout(Duration.ofSeconds(1))
                .applicationName("a")
                .dsn("postgres://user:password@host:2/database?connect_timeout=2&application_name=b&search_path=s")
                .options();

        assertThat(options.host()).isEqualTo("h");
        assertThat(options.port()).isEqualTo(1);
        assertThat(options.database()).isEqualTo("d");
        assertThat(options.user()).isEqualTo("u");
        assertThat(passwordOf(options)).isEqualTo("p");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.parameters()).containsEntry("application_name", "a").containsEntry("search_path", "s");
    }

    @Test
    @DisplayName("A006: what is not set explicitly still comes from the DSN")
    void takesTheRestFromTheDsn() {
        PgOptions options = PgClient.builder(vertx)
                .dsn("postgres://app:secret@db:6000/shop?connect_timeout=2")
                .password(CANARY)
                .options();

        assertThat(options.host()).isEqualTo("db");
        assertThat(options.port()).isEqualTo(6000);
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.user()).isEqualTo("app");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(passwordOf(options)).isEqualTo(CANARY);
    }

    @Test
    void anExplicitHostTakesThePlaceOfThePortBesideTheOther() {
        PgClientBuilder builder = PgClient.builder(vertx).host("h");

        assertThat(builder.dsn("postgres://db:6000/").options().port()).isEqualTo(5432);
        assertThat(builder.dsn("postgres://db:6000/?port=7000").options().port())
                .isEqualTo(7000);
    }

    @Test
    void thePortOfTheQueryCountsForEveryHostAsInLibpq() {
        assertThat(PgClient.builder(vertx)
                        .dsn("postgres://db/?port=6000")
                        .options()
                        .port())
                .isEqualTo(6000);
        assertThat(PgClient.builder(vertx)
                        .dsn("postgres://db:1,other:2/?port=6000")
                        .options()
                        .hosts())
                .containsExactly(new PgHost("db", 6000), new PgHost("other", 6000));
    }

    @Test
    void theLastPasswordGivenCounts() {
        assertThat(passwordOf(PgClient.builder(vertx)
                        .password("a")
                        .password(host -> Future.succeededFuture("b"))
                        .options()))
                .isEqualTo("b");
        assertThat(passwordOf(PgClient.builder(vertx)
                        .password(() -> "b")
                        .password("a")
                        .options()))
                .isEqualTo("a");
    }

    @Test
    void parametersCannotBeChangedAfterwards() {
        PgClientBuilder builder = PgClient.builder(vertx).parameter("search_path", "a");
        PgOptions options = builder.options();
        builder.parameter("search_path", "b");

        assertThat(options.parameters()).containsEntry("search_path", "a");
        assertThatThrownBy(() -> options.parameters().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                unusable("host", b -> b.host("")),
                unusable("hosts", b -> b.hosts(List.of())),
                unusable("hosts", b -> b.hosts(List.of(new PgHost(" ", 1)))),
                unusable("port", b -> b.hosts(List.of(new PgHost("h", 0)))),
                unusable("host", b -> b.host("[::1")),
                unusable("host", b -> b.host("h:x")),
                unusable("host-timeout", b -> b.hostTimeout(Duration.ZERO)),
                unusable(
                        "tls.max-version",
                        b -> b.tls(tls -> tls.minVersion(TlsVersion.TLSV1_3).maxVersion(TlsVersion.TLSV1_2))),
                unusable("tls.mode", b -> b.tls(tls -> tls.mode(SslMode.VERIFY_FULL))),
                unusable("tls.mode", b -> b.tls(tls -> tls.mode(SslMode.REQUIRE).systemRootCert())),
                unusable("tls.negotiation", b -> b.tls(tls -> tls.negotiation(SslNegotiation.DIRECT))),
                unusable("authentication.require-auth", b -> b.authentication(a -> a.requireAuth("md5,!password"))),
                unusable("authentication.require-auth", b -> b.authentication(a -> a.requireAuth("md5,md5"))),
                unusable("authentication.require-auth", b -> b.authentication(a -> a.requireAuth("scram"))),
                unusable(
                        "authentication.require-auth",
                        b -> b.authentication(
                                a -> a.requireAuth("!password,!md5,!gss,!sspi,!scram-sha-256,!oauth,!none"))),
                unusable("authentication.require-auth", b -> b.authentication(a -> a.requireAuth("sspi"))),
                unusable("authentication.krbsrvname", b -> b.authentication(a -> a.krbsrvname(" "))),
                unusable("authentication.krbsrvname", b -> b.authentication(a -> a.krbsrvname("postgres/db"))),
                unusable("pool.reset-policy", b -> b.poolerMode(PoolerMode.TRANSACTION)
                        .resetPolicy(ResetPolicy.FAST)),
                unusable("on-connect", b -> b.poolerMode(PoolerMode.TRANSACTION)
                        .onConnect(c -> Future.succeededFuture())),
                unusable("init-sql", b -> b.poolerMode(PoolerMode.TRANSACTION).initSql("select 1")),
                unusable("init-sql", b -> b.initSql("load 'x'", " \n")),
                unusable("init-sql", b -> b.initSql("select 1", "\n SET search_path to app")),
                unusable("init-sql", b -> b.initSql("set session time zone 'UTC'")),
                unusable("on-acquire", b -> b.poolerMode(PoolerMode.TRANSACTION)
                        .onAcquire(c -> Future.succeededFuture())),
                unusable("statement-cache.mode", b -> b.statementMode(StatementMode.NAMED)
                        .statementCacheSize(0)),
                unusable("port", b -> b.port(0)),
                unusable("port", b -> b.port(65_536)),
                unusable("user", b -> b.user(" ")),
                unusable("database", b -> b.database("")),
                unusable("connect-timeout", b -> b.connectTimeout(Duration.ZERO)),
                unusable("connect-timeout", b -> b.connectTimeout(Duration.ofSeconds(-1))),
                unusable("connect-timeout", b -> b.connectTimeout(Duration.ofSeconds(Long.MAX_VALUE))),
                unusable("query-timeout", b -> b.queryTimeout(Duration.ZERO)),
                unusable("shutdown-timeout", b -> b.shutdownTimeout(Duration.ofMillis(-1))),
                unusable("max-scram-iterations", b -> b.maxScramIterations(0)),
                unusable("max-message-size", b -> b.maxMessageSize(1023)),
                unusable("max-message-size", b -> b.maxMessageSize((1 << 30) + 1)),
                unusable("fetch-size", b -> b.fetchSize(-1)),
                unusable("fetch-size-bytes", b -> b.fetchSizeBytes(1023)),
                unusable("fetch-size-bytes", b -> b.fetchSizeBytes((1 << 30) + 1)),
                unusable("max-result-rows", b -> b.maxResultRows(-1)),
                unusable("max-result-size", b -> b.maxResultBytes(-1)),
                unusable("logging.slow-query-threshold", b -> b.slowQueryThreshold(Duration.ZERO)),
                unusable("listener.ping-interval", b -> b.listenPingInterval(Duration.ofSeconds(-1))),
                unusable("listener.recovery.max-retries", recovery(r -> r.maxRetries(-1))),
                unusable("listener.recovery.delay", recovery(r -> r.delay(Duration.ZERO))),
                unusable("listener.recovery.multiplier", recovery(r -> r.multiplier(0.9))),
                unusable("listener.recovery.multiplier", recovery(r -> r.multiplier(Double.NaN))),
                unusable("listener.recovery.multiplier", recovery(r -> r.multiplier(Double.POSITIVE_INFINITY))),
                unusable("listener.recovery.max-delay", recovery(r -> r.maxDelay(Duration.ofMillis(99)))),
                unusable("listener.recovery.jitter", recovery(r -> r.jitter(Duration.ofMillis(-1)))),
                unusable("statement-cache.size", b -> b.statementCacheSize(-1)),
                unusable("statement-cache.max-lifetime", b -> b.statementCacheMaxLifetime(Duration.ofSeconds(-1))),
                unusable("statement-cache.max-sql-length", b -> b.statementCacheMaxSqlLength(-1)),
                unusable("pool.name", b -> b.poolName("")),
                unusable("pool.max-size", b -> b.poolMaxSize(0)),
                unusable("pool.min-idle", b -> b.poolMinIdle(-1)),
                unusable("pool.min-idle", b -> b.poolMaxSize(4).poolMinIdle(5)),
                unusable("pool.max-waiting", b -> b.poolMaxWaiting(-1)),
                unusable("pool.acquire-timeout", b -> b.poolAcquireTimeout(Duration.ZERO)),
                unusable("pool.idle-timeout", b -> b.poolIdleTimeout(Duration.ofSeconds(-1))),
                unusable("pool.max-lifetime", b -> b.poolMaxLifetime(Duration.ofNanos(1))),
                unusable("pool.max-lifetime-jitter", b -> b.poolMaxLifetimeJitter(1.1)),
                unusable("pool.max-lifetime-jitter", b -> b.poolMaxLifetimeJitter(-0.1)),
                unusable("pool.max-lifetime-jitter", b -> b.poolMaxLifetimeJitter(Double.NaN)),
                unusable("pool.max-uses", b -> b.poolMaxUses(-1)),
                unusable("pool.pipelining-limit", b -> b.poolPipeliningLimit(0)),
                unusable("pool.pipelining-limit", b -> b.poolPipeliningLimit(1025)),
                unusable("pool.validate-after-idle", b -> b.poolValidateAfterIdle(Duration.ofSeconds(-1))),
                unusable("pool.validation-timeout", b -> b.poolValidationTimeout(Duration.ZERO)),
                unusable("parameters", b -> b.parameter("", "x")),
                unusable("parameters", b -> b.parameter("user", "x")),
                unusable("parameters", b -> b.parameter("Database", "x")),
                unusable("parameters", b -> b.parameter("client_encoding", "LATIN1")),
                unusable("parameters", b -> b.parameter("replication", "database")),
                unusable("parameters", b -> b.parameter("_pq_.x", "y")),
                unusable("dsn", b -> b.dsn("postgres://db?_pq_.x=y")));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void namesTheOptionThatCannotBeUsed(String option, UnaryOperator<PgClientBuilder> setting) {
        PgClientBuilder builder = setting.apply(PgClient.builder(vertx));

        assertThatThrownBy(builder::options)
                .isInstanceOf(PgConfigurationException.class)
                .hasFieldOrPropertyWithValue("option", option)
                .hasMessageStartingWith(option + ": ");
    }

    static Stream<Arguments> unsendable() {
        return Stream.of("user\0options\0-cgeqo=off", "half \uD83D pair", "\uDE00")
                .flatMap(text -> Stream.of(
                        unusable("user", b -> b.user(text)),
                        unusable("database", b -> b.database(text)),
                        unusable("host", b -> b.host(text)),
                        unusable("password", b -> b.password(text)),
                        unusable("application-name", b -> b.applicationName(text)),
                        unusable("parameters.search_path", b -> b.parameter("search_path", text)),
                        unusable("parameters", b -> b.parameter(text, "x"))));
    }

    @ParameterizedTest
    @DisplayName("S14: refuses NUL and half surrogates in all that is sent at start-up")
    @MethodSource("unsendable")
    void refusesWhatTheProtocolCannotCarry(String option, UnaryOperator<PgClientBuilder> setting) {
        namesTheOptionThatCannotBeUsed(option, setting);
    }

    static Stream<String> dsnsWithNul() {
        return Stream.of(
                "postgres://a%00options%00-c@db/shop",
                "postgres://app:" + CANARY + "%00@db/shop",
                "postgres://d%00b/shop",
                "postgres://db/sh%00op",
                "postgres://db/?application_name=a%00b",
                "postgres://db/?search_path=a%00b",
                "postgres://db/?password=" + CANARY + "%00",
                "postgres://a\0b@db/shop");
    }

    @ParameterizedTest
    @DisplayName("S14: refuses NUL in every part of the DSN")
    @MethodSource("dsnsWithNul")
    void refusesNulInTheDsn(String dsn) {
        PgClientBuilder builder = PgClient.builder(vertx).dsn(dsn);

        assertThatThrownBy(builder::options)
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageStartingWith("dsn: ")
                .hasMessageContaining("NUL")
                .hasMessageNotContaining(CANARY)
                .hasMessageNotContaining("\0");
    }

    @Test
    void takesWhatKerberosNeeds() {
        Supplier<@Nullable GSSCredential> credentials = () -> null;
        assertThat(PgClient.builder(vertx)
                        .authentication(
                                a -> a.krbsrvname("pg").gssDelegation(true).gssCredentials(credentials))
                        .options()
                        .authentication()
                        .gss())
                .isEqualTo(new PgOptions.Gss(true, "pg", true, credentials));
        assertThat(PgClient.builder(vertx)
                        .authentication(a -> a.gssCredentials(credentials))
                        .options()
                        .authentication()
                        .gss())
                .isEqualTo(new PgOptions.Gss(true, "postgres", false, credentials));
    }

    @Test
    @DisplayName("S29: the options' text holds no password")
    void showsNoPassword() {
        PgOptions ofDsn = PgClient.builder(vertx)
                .dsn("postgres://app:" + CANARY + "@db/shop")
                .options();
        PgOptions ofBuilder = PgClient.builder(vertx).password(CANARY).options();

        assertThat(passwordOf(ofDsn)).isEqualTo(CANARY);
        assertThat(ofDsn.toString()).doesNotContain(CANARY);
        assertThat(String.valueOf(ofDsn.password())).doesNotContain(CANARY);
        assertThat(ofBuilder.toString()).doesNotContain(CANARY);
        assertThat(String.valueOf(ofBuilder.password())).doesNotContain(CANARY);
        PgConfigurationException thrown = catchThrowableOfType(
                PgConfigurationException.class,
                () -> PgClient.builder(vertx).password(CANARY).port(0).options());
        assertThat(thrown).hasMessageNotContaining(CANARY);
    }

    private static @Nullable String passwordOf(PgOptions options) {
        return Objects.requireNonNull(options.password())
                .password(options.hosts().get(0))
                .result();
    }

    @Test
    void takesDefaultsFromThePoolerMode() {
        PgOptions plain = PgClient.builder(vertx).dsn("postgres://u@h/d").options();
        assertThat(plain.poolerMode()).isEqualTo(PoolerMode.SESSION);
        assertThat(plain.pool().resetPolicy()).isEqualTo(ResetPolicy.FAST);
        PgOptions pooled = PgClient.builder(vertx)
                .dsn("postgres://u@h/d")
                .poolerMode(PoolerMode.TRANSACTION)
                .options();
        assertThat(pooled.pool().resetPolicy()).isEqualTo(ResetPolicy.NONE);
        assertThat(pooled.statementCache().mode()).isEqualTo(StatementMode.UNNAMED);
        assertThat(PgClient.builder(vertx)
                        .dsn("postgres://u@h/d")
                        .statementCacheSize(0)
                        .options()
                        .statementCache()
                        .mode())
                .isEqualTo(StatementMode.UNNAMED);
        assertThat(PgClient.builder(vertx)
                        .dsn("postgres://u@h/d")
                        .poolerMode(PoolerMode.TRANSACTION)
                        .statementMode(StatementMode.NAMED)
                        .options()
                        .statementCache()
                        .mode())
                .isEqualTo(StatementMode.NAMED);
    }

    private static Arguments unusable(String option, UnaryOperator<PgClientBuilder> setting) {
        return Arguments.of(option, setting);
    }

    private static UnaryOperator<PgClientBuilder> recovery(UnaryOperator<ListenRecovery> change) {
        return builder -> builder.listenRecovery(change.apply(ListenRecovery.DEFAULT));
    }
}
