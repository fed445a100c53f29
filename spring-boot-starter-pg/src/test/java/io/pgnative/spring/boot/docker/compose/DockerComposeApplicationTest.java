package io.pgnative.spring.boot.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boot's own Docker Compose support, from its calls of {@code docker} to queries; only {@code docker} is a stand-in.
 */
@Timeout(180)
@ExtendWith(PostgresExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class DockerComposeApplicationTest {

    private static final List<String> OF_MACHINE = List.of("DOCKER_", "PG", "SERVICES_HOST", "SPRING_");

    private final TestDatabase database;
    private final Path directory;

    DockerComposeApplicationTest(TestDatabase database, @TempDir Path directory) {
        this.database = database;
        this.directory = directory;
    }

    @Test
    @DisplayName("B30, B58: an application starts its services, queries the one for each client, and stops them")
    void usesTheServicesOfTheComposeFile() throws Exception {
        Path compose = Files.writeString(directory.resolve("compose.yaml"), "services: {}\n");
        describeServices();
        installDocker();
        Path output = directory.resolve("output");

        Process process = application(compose, output);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(output)
                .content()
                .contains(ComposedApplication.ANSWER + database.database() + " postgres")
                .doesNotContain(database.password());
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readAllLines(directory.resolve("calls")))
                .anyMatch(call -> call.contains(" up "))
                .last()
                .asString()
                .contains(" stop ");
    }

    private void installDocker() throws IOException {
        Path docker = directory.resolve("docker");
        try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("/docker/docker"))) {
            Files.copy(script, docker);
        }
        assertThat(docker.toFile().setExecutable(true)).isTrue();
    }

    private void describeServices() throws IOException {
        Files.writeString(directory.resolve("ps.json"), """
                {"ID":"aaaa","Name":"shop-db-1","Image":"postgres:18","State":"running"}
                {"ID":"bbbb","Name":"reports-db-1","Image":"postgis/postgis:18-3.6","State":"running"}
                """);
        Files.writeString(
                directory.resolve("inspect.json"),
                inspected("aaaa", "shop-db", "postgres:18", database.database(), "")
                        + inspected(
                                "bbbb",
                                "reports-db",
                                "postgis/postgis:18-3.6",
                                "postgres",
                                ",\"io.pgnative.client\":\"reporting\""));
    }

    /** What Docker tells of a container whose port is that of the server of the tests. */
    private String inspected(String id, String service, String image, String name, String label) {
        return """
                {"Id":"%s","Config":{"Image":"%s","Labels":{"com.docker.compose.service":"%s"%s},\
                "ExposedPorts":{"5432/tcp":{}},\
                "Env":["POSTGRES_USER=%s","POSTGRES_PASSWORD=%s","POSTGRES_DB=%s"]},\
                "NetworkSettings":{"Ports":{"5432/tcp":[{"HostIp":"0.0.0.0","HostPort":"%d"}]}},\
                "HostConfig":{"NetworkMode":"shop_default"}}
                """.formatted(id, image, service, label, database.user(), database.password(), name, database.port());
    }

    private Process application(Path compose, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ComposedApplication.class.getName(),
                "--spring.docker.compose.file=" + compose,
                "--spring.pgnative.environment=false",
                "--spring.pgnative.clients.reporting.pool.max-size=2");
        Map<String, String> environment = builder.environment();
        // Nothing of the machine's own, wherever the tests run.
        environment.keySet().removeIf(name -> OF_MACHINE.stream().anyMatch(name::startsWith));
        environment.merge("PATH", directory + File.pathSeparator, (path, ours) -> ours + path);
        return builder.redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
    }
}
