package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The sample with its compose file; only {@code docker} is a stand-in, behind which another server runs. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class ComposedSampleTest {

    private static final List<String> OF_MACHINE = List.of("DOCKER_", "PG", "SERVICES_HOST", "SPRING_");

    private final Path directory;

    ComposedSampleTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @DisplayName("B58: under the profile compose the sample starts, uses and stops the service of its compose file")
    void usesTheServiceOfItsComposeFile() throws Exception {
        installDocker();
        Map<?, ?> service = service();
        Map<?, ?> variables = (Map<?, ?>) Objects.requireNonNull(service.get("environment"));
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String user = String.valueOf(variables.get("POSTGRES_USER"));
            String name = String.valueOf(variables.get("POSTGRES_DB"));
            execute(server, "create role " + user + " login");
            execute(server, "create database " + name + " owner " + user);
            describe(String.valueOf(service.get("image")), variables, server.getPort());
            Path output = directory.resolve("output");

            Process sample = sample(output);
            try {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> !sample.isAlive()
                                || Files.readString(output).contains("Started OrderBoardApplication"));
                assertThat(output).content().contains("Started OrderBoardApplication");
                assertThat(orders(server, user, name)).isEqualTo(10_000);
                sample.destroy();
                assertThat(sample.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
            } finally {
                sample.destroyForcibly();
            }
            assertThat(output).content().doesNotContain(String.valueOf(variables.get("POSTGRES_PASSWORD")));
            assertThat(Files.readAllLines(directory.resolve("calls")))
                    .anyMatch(call -> call.contains("compose.yaml") && call.contains(" up "))
                    .last()
                    .asString()
                    .contains(" stop ");
        }
    }

    private static Map<?, ?> service() throws IOException {
        try (Reader file = Files.newBufferedReader(Path.of("compose.yaml"))) {
            Map<?, ?> compose = new Yaml().load(file);
            Map<?, ?> services = (Map<?, ?>) Objects.requireNonNull(compose.get("services"));
            return (Map<?, ?>) Objects.requireNonNull(services.get("board-db"));
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int orders(EmbeddedPostgres server, String user, String database) throws SQLException {
        try (Connection connection = server.getDatabase(user, database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from customer_order")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    private void installDocker() throws IOException {
        Path docker = directory.resolve("docker");
        try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("/docker/docker"))) {
            Files.copy(script, docker);
        }
        assertThat(docker.toFile().setExecutable(true)).isTrue();
    }

    /** What Docker tells of a container that is made of the compose file, and whose port is that of the server. */
    private void describe(String image, Map<?, ?> variables, int port) throws IOException {
        Files.writeString(
                directory.resolve("ps.json"),
                "{\"ID\":\"aaaa\",\"Name\":\"sample-app-board-db-1\",\"Image\":\"" + image
                        + "\",\"State\":\"running\"}\n");
        List<String> environment = variables.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "=" + entry.getValue() + "\"")
                .toList();
        Files.writeString(directory.resolve("inspect.json"), """
                {"Id":"aaaa","Config":{"Image":"%s","Labels":{"com.docker.compose.service":"board-db"},\
                "ExposedPorts":{"5432/tcp":{}},"Env":%s},\
                "NetworkSettings":{"Ports":{"5432/tcp":[{"HostIp":"127.0.0.1","HostPort":"%d"}]}},\
                "HostConfig":{"NetworkMode":"sample-app_default"}}
                """.formatted(image, environment, port));
    }

    private Process sample(Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OrderBoardApplication.class.getName(),
                "--spring.profiles.active=compose",
                "--spring.pgnative.environment=false",
                "--server.port=0");
        Map<String, String> environment = builder.environment();
        // Nothing of the machine's own, wherever the tests run.
        environment.keySet().removeIf(name -> OF_MACHINE.stream().anyMatch(name::startsWith));
        environment.merge("PATH", directory + File.pathSeparator, (path, ours) -> ours + path);
        return builder.redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
    }
}
