package io.pgnative.client.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be had. */
final class DockerEngine {

    private DockerEngine() {}

    /**
     * Looks for a socket first: Testcontainers tries many ways, slowly and with many words, before it gives up.
     *
     * @return whether an engine answers
     */
    static boolean answers() {
        return traces() && DockerClientFactory.instance().isDockerAvailable();
    }

    private static boolean traces() {
        String configured = System.getenv("DOCKER_HOST");
        if (configured != null && !configured.isBlank()) {
            return true;
        }
        String home = System.getProperty("user.home", "");
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return Stream.of(
                                "/var/run/docker.sock",
                                home + "/.docker/run/docker.sock",
                                home + "/.docker/desktop/docker.sock",
                                (runtime == null ? "" : runtime) + "/docker.sock")
                        .map(Path::of)
                        .anyMatch(Files::exists)
                || Files.exists(Path.of(home, ".testcontainers.properties"))
                || System.getProperty("os.name", "").startsWith("Windows");
    }
}
