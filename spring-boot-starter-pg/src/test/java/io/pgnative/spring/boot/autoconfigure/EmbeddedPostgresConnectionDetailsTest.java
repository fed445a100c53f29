package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedPostgresConnectionDetailsTest {

    private static final Pattern RUNS = Pattern.compile(
            "No PostgreSQL is configured: an embedded PostgreSQL (\\S+) runs on port (\\d+), data in (\\S+) \\((.*)\\)");

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class));

    @Test
    void startsAServerWhenNothingIsConfiguredAndRemovesItsDataAtTheEnd(CapturedOutput output) {
        runner.run(context -> {
            EmbeddedPostgresConnectionDetails details = context.getBean(EmbeddedPostgresConnectionDetails.class);
            assertThat(query(details, "select current_user")).isEqualTo("postgres");
        });

        Matcher line = RUNS.matcher(output);
        assertThat(line.find()).isTrue();
        assertThat(line.group(1)).matches("1[4-8](\\.\\d+)?.*");
        assertThat(Path.of(line.group(3))).doesNotExist();
        assertThat(output.getOut().lines())
                .filteredOn(each -> each.contains("loses all data when it stops"))
                .singleElement()
                .asString()
                .contains("WARN")
                .contains("Set spring.pgnative.dsn to use a database")
                .contains("spring.pgnative.embedded.enabled=true if this is meant");
        assertThatThrownBy(() -> DriverManager.getConnection(url(Integer.parseInt(line.group(2)))))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void warnsNobodyWhoAskedForIt(CapturedOutput output) {
        runner.withPropertyValues("spring.pgnative.embedded.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(EmbeddedPostgresConnectionDetails.class));
        assertThat(output).contains("an embedded PostgreSQL").doesNotContain("loses all data");
    }

    @Test
    void keepsItsDataInADirectoryOfTheApplications(@TempDir Path parent, CapturedOutput output) {
        Path directory = parent.resolve("data");
        ApplicationContextRunner kept =
                runner.withPropertyValues("spring.pgnative.embedded.data-directory=" + directory);

        kept.run(context -> query(
                context.getBean(EmbeddedPostgresConnectionDetails.class),
                "create table kept as select 42 as answer; select 1"));
        assertThat(directory).isDirectory();

        kept.run(context -> assertThat(
                        query(context.getBean(EmbeddedPostgresConnectionDetails.class), "select answer from kept"))
                .isEqualTo("42"));
        assertThat(output).contains("(kept)").doesNotContain("loses all data");
    }

    @Test
    void survivesAPauseOfTheContext() {
        runner.run(context -> {
            EmbeddedPostgresConnectionDetails details = context.getBean(EmbeddedPostgresConnectionDetails.class);
            int port = details.getPort();

            context.getSourceApplicationContext().stop();
            assertThat(query(details, "select 1")).isEqualTo("1");
            context.getSourceApplicationContext().start();

            assertThat(details.getPort()).isEqualTo(port);
        });
    }

    @Test
    void listensWhereItIsTold() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        runner.withPropertyValues("spring.pgnative.embedded.port=" + port)
                .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                .fetchValue(Integer.class, "select current_setting('port')::int"))
                        .contains(port));
    }

    @Test
    void givesUpWhenItTakesTooLong() {
        runner.withPropertyValues("spring.pgnative.embedded.startup-timeout=1ms")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("The embedded PostgreSQL did not start")
                        .hasStackTraceContaining("1ms"));
    }

    @Test
    void startsNothingWhenADsnIsSet(CapturedOutput output) {
        runner.withPropertyValues("spring.pgnative.dsn=postgres://app@db.example.com/shop")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedPostgresConnectionDetails.class));
        assertThat(output).doesNotContain("No PostgreSQL is configured");
    }

    @Test
    void startsNothingWhenConnectionDetailsAreThere() {
        runner.withBean(PgNativeConnectionDetails.class, OtherDetails::new)
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedPostgresConnectionDetails.class));
    }

    @Test
    void startsNothingWhenSwitchedOff() {
        runner.withPropertyValues("spring.pgnative.embedded.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedPostgresConnectionDetails.class));
    }

    @Test
    void saysWhyItDidNotStart(@TempDir Path parent) throws IOException {
        Path file = Files.writeString(parent.resolve("not-a-directory"), "");

        runner.withPropertyValues("spring.pgnative.embedded.data-directory=" + file)
                .run(context -> assertThat(context).getFailure().rootCause().satisfies(cause -> assertThat(
                                analyzed(context.getStartupFailure()))
                        .hasMessageContaining("The embedded PostgreSQL did not start with its data in " + file)));
    }

    private static @Nullable Throwable analyzed(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException) {
                return cause;
            }
        }
        return null;
    }

    private static String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    private static String query(PgNativeConnectionDetails details, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(details.getPort()));
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                assertThat(result.next()).isTrue();
                return result.getString(1);
            }
        }
    }

    private static final class OtherDetails implements PgNativeConnectionDetails {

        @Override
        public String getHost() {
            return "localhost";
        }

        @Override
        public String getDatabase() {
            return "shop";
        }
    }
}
