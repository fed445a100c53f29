package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Parse;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What properties do, as the server or a peer sees it. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PropertyEffectTest {

    /** For what comes at once on a machine that has time. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestDatabase database;

    private final ApplicationContextRunner bare =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class));

    private final ApplicationContextRunner runner;

    PropertyEffectTest(TestDatabase database) {
        this.database = database;
        this.runner = bare.withPropertyValues("spring.pgnative.dsn=" + database.dsn());
    }

    private static int free() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Path passfile(Path directory, String password) throws IOException {
        Path file = Files.writeString(directory.resolve(".pgpass"), "*:*:*:*:" + password + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void sayWhoConnectsWhereAndAsWhat() {
        database.execute("create role clerk login password 'of-the-clerk'");
        try {
            bare.withPropertyValues(
                            "spring.pgnative.host=" + database.host(),
                            "spring.pgnative.port=" + database.port(),
                            "spring.pgnative.database=" + database.database(),
                            "spring.pgnative.username=clerk",
                            "spring.pgnative.password=of-the-clerk",
                            "spring.pgnative.application-name=till",
                            "spring.pgnative.parameters.TimeZone=Asia/Tokyo",
                            "spring.application.name=orders")
                    .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                    .fetchValue(
                                            String.class,
                                            "select concat_ws(' ', current_user, current_database(), application_name,"
                                                    + " current_setting('timezone')) from pg_stat_activity"
                                                    + " where pid = pg_backend_pid()"))
                            .contains("clerk " + database.database() + " till Asia/Tokyo"));
        } finally {
            database.execute("drop role clerk");
        }
    }

    @Test
    void nameServersThatAreTriedInTheirOrder() throws IOException {
        int nobody = free();
        bare.withPropertyValues(
                        "spring.pgnative.hosts[0]=127.0.0.1:" + nobody,
                        "spring.pgnative.hosts[1]=" + database.host() + ":" + database.port(),
                        "spring.pgnative.database=" + database.database(),
                        "spring.pgnative.username=" + database.user(),
                        "spring.pgnative.password=" + database.password())
                .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                .fetchValue(String.class, "select current_database()::text"))
                        .contains(database.database()));
    }

    @Test
    void limitTheTimeThatOneOfSeveralServersGets() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // An even share of the time that connecting may take would outlast this test.
            bare.withPropertyValues(
                            "spring.pgnative.hosts[0]=127.0.0.1:" + silent.getLocalPort(),
                            "spring.pgnative.hosts[1]=" + database.host() + ":" + database.port(),
                            "spring.pgnative.database=" + database.database(),
                            "spring.pgnative.username=" + database.user(),
                            "spring.pgnative.password=" + database.password(),
                            "spring.pgnative.connect-timeout=1h",
                            "spring.pgnative.pool.acquire-timeout=1h",
                            "spring.pgnative.host-timeout=300ms")
                    .run(context -> assertThat(
                                    context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 1"))
                            .contains(1));
        }
    }

    @Test
    void takeWhatTheyDoNotSayFromTheFilesThatTheyName(@TempDir Path directory) throws IOException {
        String server = "host=" + database.host() + "\nport=" + database.port() + "\nuser=" + database.user() + "\n";
        Path services = Files.writeString(
                directory.resolve("services"),
                "[other]\ndbname=no_such_database\n" + server + "[shop]\ndbname=" + database.database() + "\n"
                        + server);
        ApplicationContextRunner named = bare.withPropertyValues(
                "spring.pgnative.environment=false",
                "spring.pgnative.service-file=" + services,
                "spring.pgnative.passfile=" + passfile(directory, database.password()));
        named.withPropertyValues("spring.pgnative.service=shop")
                .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                .fetchValue(String.class, "select current_database()::text"))
                        .contains(database.database()));
        named.withPropertyValues("spring.pgnative.service=other", "spring.pgnative.pool.initialization=fail-fast")
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("no_such_database"));
    }

    @Test
    void lookAroundTheProcessUnlessToldNotTo(@TempDir Path home) throws IOException {
        passfile(home, database.password());
        ApplicationContextRunner here = bare.withSystemProperties("user.home=" + home)
                .withPropertyValues(
                        "spring.pgnative.host=" + database.host(),
                        "spring.pgnative.port=" + database.port(),
                        "spring.pgnative.database=" + database.database(),
                        "spring.pgnative.username=" + database.user());
        connects(here, true);
        connects(here.withPropertyValues("spring.pgnative.environment=false"), false);
    }

    /** Awaits the first attempt to connect, after which others would follow for a while. */
    private static void connects(ApplicationContextRunner runner, boolean expected) {
        runner.withPropertyValues("spring.pgnative.pool.initialization=eager", "spring.pgnative.shutdown-timeout=1ms")
                .run(context -> {
                    PgClient client = context.getBean(PgClient.class);
                    Awaitility.await()
                            .atMost(LONG)
                            .until(() -> client.statistics().opened()
                                            + client.statistics().openFailures()
                                    > 0);
                    assertThat(client.statistics().opened() > 0).isEqualTo(expected);
                });
    }

    @Test
    void limitTheTimeOfEachCall() {
        runner.withPropertyValues("spring.pgnative.query-timeout=100ms").run(context -> {
            BlockingPgClient client = context.getBean(BlockingPgClient.class);
            assertThatThrownBy(() -> client.execute("select pg_sleep(600)")).isInstanceOf(PgTimeoutException.class);
        });
    }

    @ParameterizedTest
    @CsvSource({"4096, true", "4095, false"})
    void limitWhatAServerMayAskFor(int iterations, boolean expected) {
        // A server asks for 4096 unless it is told otherwise.
        connects(runner.withPropertyValues("spring.pgnative.max-scram-iterations=" + iterations), expected);
    }

    @Test
    void limitTheSizeOfAMessage() {
        runner.withPropertyValues("spring.pgnative.max-message-size=2KB").run(context -> {
            BlockingPgClient client = context.getBean(BlockingPgClient.class);
            assertThat(client.fetchOne(String.class, "select repeat('x', 2000)"))
                    .hasSize(2000);
            assertThatThrownBy(() -> client.fetchOne(String.class, "select repeat('x', 2100)"))
                    .isInstanceOf(PgProtocolException.class);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "statement-cache.max-lifetime=10m, true",
        "statement-cache.max-lifetime=1ms, false",
        "statement-cache.max-sql-length=8, true",
        "statement-cache.max-sql-length=7, false",
        "statement-cache.mode=unnamed,     false",
        "statement-cache.size=1,           true",
        "statement-cache.size=0,           false",
    })
    void tellWhetherAStatementStaysPrepared(String property, boolean stays) {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            bare.withPropertyValues(
                            "spring.pgnative.host=" + proxy.host(),
                            "spring.pgnative.port=" + proxy.port(),
                            "spring.pgnative.database=" + database.database(),
                            "spring.pgnative.username=" + database.user(),
                            "spring.pgnative.password=" + database.password(),
                            "spring.pgnative.pool.max-size=1",
                            "spring.pgnative." + property)
                    .run(context -> {
                        BlockingPgClient client = context.getBean(BlockingPgClient.class);
                        for (int i = 0; i < 3; i++) {
                            assertThat(client.fetchValue(Integer.class, "select 1"))
                                    .contains(1);
                            outliveAMillisecond();
                        }
                    });
            assertThat(proxy.frontend())
                    .filteredOn(message ->
                            message instanceof Parse parse && parse.query().equals("select 1"))
                    .satisfies(parsed -> {
                        if (stays) {
                            assertThat(parsed).hasSize(1);
                        } else {
                            // Whoever asks before it runs for the first time has it parsed twice.
                            assertThat(parsed).hasSizeGreaterThanOrEqualTo(3);
                        }
                    });
        }
    }

    private static void outliveAMillisecond() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 2_000_000) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shortenTheLivesOfConnectionsAtRandom() {
        // Twelve connections of which each lives as long as it pleases: with the default none would end before 18 s.
        runner.withPropertyValues(
                        "spring.pgnative.pool.max-lifetime=20s",
                        "spring.pgnative.pool.max-lifetime-jitter=1",
                        "spring.pgnative.pool.idle-timeout=1s",
                        "spring.pgnative.pool.min-idle=12",
                        "spring.pgnative.pool.max-size=13")
                .run(context -> {
                    PgClient client = context.getBean(PgClient.class);
                    context.getBean(BlockingPgClient.class).execute("select 1");
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(16))
                            .until(() -> client.statistics().closed() > 0);
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellTheNameOfTheServerInTheClearOnlyIfTheyMay(boolean told) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) LONG.toMillis());
            CompletableFuture<String> hello = CompletableFuture.supplyAsync(() -> helloOfTls(server));
            bare.withPropertyValues(
                            "spring.pgnative.host=localhost",
                            "spring.pgnative.port=" + server.getLocalPort(),
                            "spring.pgnative.ssl.mode=require",
                            "spring.pgnative.ssl.sni=" + told,
                            "spring.pgnative.shutdown-timeout=1ms",
                            "spring.pgnative.pool.initialization=eager")
                    .run(context ->
                            assertThat(hello.join().contains("localhost")).isEqualTo(told));
        }
    }

    /** What a client says first when it is let speak TLS. */
    private static String helloOfTls(ServerSocket server) {
        try (Socket client = server.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readFully(new byte[8]);
            client.getOutputStream().write('S');
            in.readFully(new byte[3]);
            byte[] hello = new byte[in.readUnsignedShort()];
            in.readFully(hello);
            return new String(hello, StandardCharsets.ISO_8859_1);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
