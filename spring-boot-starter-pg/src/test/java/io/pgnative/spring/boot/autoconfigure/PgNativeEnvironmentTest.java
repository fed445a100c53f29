package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An application whose server is known to the environment of its process alone, which is why it has one of its own. */
@ExtendWith(PostgresExtension.class)
class PgNativeEnvironmentTest {

    @ImportAutoConfiguration(PgNativeAutoConfiguration.class)
    static class App {

        public static void main(String[] args) {
            SpringApplication application = new SpringApplication(App.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            try (ConfigurableApplicationContext context = application.run(args)) {
                BlockingPgClient client = context.getBean(BlockingPgClient.class);
                System.out.println("connected to "
                        + client.fetchValue(String.class, "select current_database() || ' as ' || current_user")
                                .orElseThrow());
            }
        }
    }

    @Test
    void connectsWhereTheEnvironmentSaysIfTheDsnNamesNoServer(TestDatabase database, @TempDir Path home)
            throws IOException, InterruptedException {
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        App.class.getName(),
                        // The class path of the tests has more than that of an application: no Compose file is looked
                        // for.
                        "--spring.docker.compose.enabled=false",
                        "--spring.pgnative.dsn=postgres:///" + database.database())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment()
                .putAll(Map.of(
                        "PGHOST", database.host(),
                        "PGPORT", Integer.toString(database.port()),
                        "PGUSER", database.user(),
                        "PGPASSWORD", database.password()));
        Process application = builder.start();
        try {
            assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            application.destroyForcibly();
        }

        assertThat(output)
                .content(StandardCharsets.UTF_8)
                .contains("connected to " + database.database() + " as " + database.user());
        assertThat(application.exitValue()).isZero();
    }
}
