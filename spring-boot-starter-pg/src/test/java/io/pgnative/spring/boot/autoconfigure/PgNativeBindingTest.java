package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgOptions;
import io.pgnative.client.ResetPolicy;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
                property("application-name", "till", o -> o.parameters().get("application_name"), "till"),
                property(
                        "parameters.search_path",
                        "till,public",
                        o -> o.parameters().get("search_path"),
                        "till,public"),
                property("parameters.TimeZone", "UTC", o -> o.parameters().get("TimeZone"), "UTC"),
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
                property("listen.ping-interval", "9s", o -> o.listening().pingInterval(), Duration.ofSeconds(9)));
    }

    private static Arguments property(
            String name, String value, Function<PgOptions, @Nullable Object> read, Object expected) {
        return arguments(name, value, read, expected);
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
    void callsItselfAsTheSpringApplicationDoes() {
        runner.withPropertyValues("spring.pgnative.host=localhost", "spring.application.name=till")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().parameters())
                        .isEqualTo(Map.of("application_name", "till")));
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
