package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Execute;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The auto-configured client with a real server. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(60)
class PgNativeServerTest {

    private static final String APPLICATION = "pgnative-starter-test";

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    PgNativeServerTest(TestDatabase database) {
        this.database = database;
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.host=" + database.host(),
                        "spring.pgnative.port=" + database.port(),
                        "spring.pgnative.database=" + database.database(),
                        "spring.pgnative.username=" + database.user(),
                        "spring.pgnative.password=" + database.password(),
                        "spring.application.name=" + APPLICATION);
    }

    @Test
    void queriesThroughEachView() {
        runner.run(context -> {
            assertThat(context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 6 * 7"))
                    .contains(42);
            assertThat(context.getBean(ReactivePgClient.class)
                            .fetchValue(Integer.class, "select 6 * 7")
                            .block(Duration.ofSeconds(10)))
                    .isEqualTo(42);
        });
        assertThat(database.backends(APPLICATION)).isZero();
    }

    @Test
    void opensNoConnectionBeforeItIsNeeded() {
        runner.run(context -> {
            assertThat(context.getBean(PgClient.class).statistics().opened()).isZero();
            assertThat(database.backends(APPLICATION)).isZero();
        });
    }

    @Test
    void opensOneConnectionBeforeTheStartIsOverToFailFast() {
        runner.withPropertyValues("spring.pgnative.pool.initialization=fail-fast")
                .run(context -> assertThat(database.backends(APPLICATION)).isOne());
    }

    @Test
    void runsInitSqlOnEachConnectionAndNamesItWhenItFails() {
        ApplicationContextRunner failFast = runner.withPropertyValues("spring.pgnative.pool.initialization=fail-fast");
        failFast.withPropertyValues(
                        "spring.pgnative.init-sql=create temp table said as select 1 as a, 2 as b; create temp table x()")
                .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                .fetchValue(Integer.class, "select a + b from said"))
                        .contains(3));
        failFast.withPropertyValues("spring.pgnative.init-sql=select no_such_function()")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.init-sql: cannot connect to ")
                        .contains("init-sql: statement 1 fails: 42883"));
        runner.withPropertyValues("spring.pgnative.init-sql=SET search_path TO app")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.init-sql: holds a SET, which lasts only until"));
    }

    @Test
    void opensOneConnectionInTheBackgroundWhenEager() {
        runner.withPropertyValues("spring.pgnative.pool.initialization=eager").run(context -> {
            PgClient client = context.getBean(PgClient.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> client.statistics().opened() > 0);
            assertThat(client.statistics().opened()).isOne();
        });
    }

    @Test
    void limitsResultsThatAreCollectedByRowsAndBySize() {
        runner.withPropertyValues("spring.pgnative.max-result-rows=10", "spring.pgnative.max-result-size=1KB")
                .run(context -> {
                    BlockingPgClient client = context.getBean(BlockingPgClient.class);
                    assertThat(client.fetch("select generate_series(1, 10)").size())
                            .isEqualTo(10);
                    assertThatThrownBy(() -> client.fetch("select generate_series(1, 11)"))
                            .isInstanceOf(PgDataException.class)
                            .hasMessageContaining("max-result-rows");
                    assertThatThrownBy(() -> client.fetch("select repeat('x', 1100)"))
                            .isInstanceOf(PgDataException.class)
                            .hasMessageContaining("max-result-size");
                    try (Stream<Row> rows = client.stream("select generate_series(1, 1000)")) {
                        assertThat(rows).hasSize(1000);
                    }
                });
    }

    @Test
    void asksForTheRowsOfAStreamInBatchesOfTheFetchSize() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            ApplicationContextRunner through = runner.withPropertyValues(
                    "spring.pgnative.host=" + proxy.host(), "spring.pgnative.port=" + proxy.port());
            through.withPropertyValues("spring.pgnative.fetch-size=7").run(context -> {
                assertThat(batches(context.getBean(BlockingPgClient.class), proxy))
                        .containsOnly(7);
            });
            through.withPropertyValues("spring.pgnative.fetch-size-bytes=1KB").run(context -> {
                assertThat(batches(context.getBean(BlockingPgClient.class), proxy))
                        .startsWith(64, 9, 9);
            });
        }
    }

    private static List<Integer> batches(BlockingPgClient client, RecordingProxy proxy) {
        proxy.clear();
        try (Stream<Row> rows = client.stream("select repeat('x', 100) from generate_series(1, 100)")) {
            assertThat(rows).hasSize(100);
        }
        return proxy.frontend().stream()
                .filter(Execute.class::isInstance)
                .map(message -> ((Execute) message).maxRows())
                .toList();
    }

    @Test
    void releasesItsConnectionsWhilePausedAndAnswersAgainAfterwards() {
        runner.run(context -> {
            BlockingPgClient client = context.getBean(BlockingPgClient.class);
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            client.fetchValue(Integer.class, "select 1");
            assertThat(database.backends(APPLICATION)).isOne();

            source.stop();
            assertThat(database.backends(APPLICATION)).isZero();
            source.start();

            assertThat(client.fetchValue(Integer.class, "select 2")).contains(2);
        });
    }

    @Test
    void failsFastOnAWrongPassword() {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast", "spring.pgnative.password=s3cret-canary")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.password: cannot connect to " + database.host())
                        .contains("password authentication failed")
                        .doesNotContain("s3cret-canary"));
    }

    @Test
    void failsFastOnAnUnknownDatabase() {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast", "spring.pgnative.database=no_such_database")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.database: cannot connect to ")
                        .contains("database \"no_such_database\" does not exist"));
    }

    @Test
    void failsFastOnAnUnknownHost() {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast", "spring.pgnative.host=no-such-host.invalid")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.host: cannot connect to no-such-host.invalid"));
    }

    @Test
    void namesTheDsnWhenThatSaidIt() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast",
                        "spring.pgnative.dsn=" + database.dsn().replace(database.database(), "no_such_database"))
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.dsn: cannot connect to ")
                        .contains("database \"no_such_database\" does not exist")
                        .doesNotContain(database.password()));
    }

    @Test
    void startsWithoutAServerUnlessItIsToFailFast(CapturedOutput output) {
        runner.withPropertyValues("spring.pgnative.host=no-such-host.invalid")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("WARN");
    }

    private static String analyzed(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureAnalyzedException found) {
                return found.analysis().getDescription();
            }
        }
        throw new AssertionError("not analyzed", failure);
    }
}
