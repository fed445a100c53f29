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
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
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
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    void opensNoConnectionBeforeItIsNeeded() {
        runner.run(context -> {
            assertThat(context.getBean(PgClient.class).statistics().opened()).isZero();
            database.awaitNoBackends(APPLICATION);
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
        failFast.withPropertyValues(
                        "spring.pgnative.init-sql=select pg_sleep(5)", "spring.pgnative.pool.acquire-timeout=500ms")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.init-sql: cannot connect to ")
                        .contains("init-sql: statement 1"));
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
            database.awaitNoBackends(APPLICATION);
            source.start();

            assertThat(client.fetchValue(Integer.class, "select 2")).contains(2);
        });
    }

    @Test
    @DisplayName("B55: a wrong password")
    void failsFastOnAWrongPassword() {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast", "spring.pgnative.password=s3cret-canary")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.password: cannot connect to " + database.host())
                        .contains("password authentication failed")
                        .doesNotContain("s3cret-canary"));
    }

    @Test
    @DisplayName("B55: an unknown database")
    void failsFastOnAnUnknownDatabase() {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast", "spring.pgnative.database=no_such_database")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.database: cannot connect to ")
                        .contains("database \"no_such_database\" does not exist"));
    }

    @Test
    @DisplayName("B55: the server takes no more connections")
    void failsFastWithWhatToLowerWhenTheServerHasNoRoom() {
        database.execute("create role crowd login password 's3cret-canary' connection limit 0");
        try {
            runner.withPropertyValues(
                            "spring.pgnative.pool.initialization=fail-fast",
                            "spring.pgnative.pool.max-size=7",
                            "spring.pgnative.username=crowd",
                            "spring.pgnative.password=s3cret-canary")
                    .run(context -> {
                        FailureAnalysis analysis = analysis(context.getStartupFailure());
                        assertThat(analysis.getDescription())
                                .startsWith("spring.pgnative.pool.max-size: cannot connect to ")
                                .contains("too many connections")
                                .doesNotContain("s3cret-canary");
                        assertThat(analysis.getAction())
                                .contains("Lower spring.pgnative.pool.max-size (it is 7)")
                                .contains("max_connections");
                    });
        } finally {
            database.execute("drop role crowd");
        }
    }

    @Test
    @DisplayName("B55: the server is too old for the protocol that is asked for")
    void failsFastOnAServerThatIsTooOldForTheProtocol() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept().expectStartup().send(new NegotiateProtocolVersion(3 << Short.SIZE, List.of()));
            scripted(server)
                    .withPropertyValues(
                            "spring.pgnative.pool.initialization=fail-fast", "spring.pgnative.min-protocol-version=3.2")
                    .run(context -> assertThat(analyzed(context.getStartupFailure()))
                            .startsWith("spring.pgnative.min-protocol-version: cannot connect to 127.0.0.1")
                            .contains("min_protocol_version is 3.2"));
        }
    }

    @Test
    @DisplayName("B55: the server is older than those that are supported")
    void warnsOfAServerThatIsTooOld(CapturedOutput output) {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept().startupTrust(new ParameterStatus("server_version", "13.9"));
            scripted(server)
                    .withPropertyValues("spring.pgnative.pool.initialization=fail-fast")
                    .run(context -> assertThat(context).hasNotFailed());
        }
        assertThat(output).contains("uses a server of version 13.9; the oldest that is supported is 14");
    }

    private ApplicationContextRunner scripted(ScriptedServer server) {
        return runner.withPropertyValues(
                "spring.pgnative.host=" + server.host(),
                "spring.pgnative.port=" + server.port(),
                "spring.pgnative.ssl.mode=disable");
    }

    @Test
    @DisplayName("B55: the server does not know a parameter, or does not take its value")
    void failsFastOnAParameterThatTheServerRefuses() {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast",
                        "spring.pgnative.parameters.no_such_setting=s3cret-canary")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.parameters: cannot connect to ")
                        .contains("no_such_setting")
                        .doesNotContain("s3cret-canary"));
    }

    @Test
    @DisplayName("B44: what fails fast waits for a server that is about to come")
    void waitsForTheServerWhileItStarts(CapturedOutput output) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        CompletableFuture<ScriptedServer> coming = CompletableFuture.supplyAsync(() -> {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> output.getOut()
                    .contains("has no server yet"));
            ScriptedServer server = ScriptedServer.start(InetAddress.getLoopbackAddress(), port);
            server.accept().startupTrust();
            return server;
        });
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast",
                        "spring.pgnative.pool.startup-timeout=60s",
                        "spring.pgnative.host=127.0.0.1",
                        "spring.pgnative.port=" + port,
                        "spring.pgnative.ssl.mode=disable")
                .run(context -> assertThat(context).hasNotFailed());
        coming.join().close();
    }

    @Test
    void doesNotWaitForWhatNoTimeMends(CapturedOutput output) {
        runner.withPropertyValues(
                        "spring.pgnative.pool.initialization=fail-fast",
                        "spring.pgnative.pool.startup-timeout=10m",
                        "spring.pgnative.password=s3cret-canary")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.password: cannot connect to "));
        assertThat(output).doesNotContain("has no server yet");
    }

    @Test
    @DisplayName("B55: an unknown host")
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
        return analysis(failure).getDescription();
    }

    private static FailureAnalysis analysis(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                return found.analysis();
            }
        }
        throw new AssertionError("not analyzed", failure);
    }
}
