package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Times say little on a machine that does other work; allocation does not depend on it once the compiler is done. What
 * is left of chance (compilation, timers) only adds, so the least of several windows is the client's own.
 */
@DisplayName("Our client, warm, in a process of its own")
class AllocationCeilingTest {

    private static Server server;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = Server.embedded();
        Dataset.create(server.address());
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        Dataset.reset(server.address());
    }

    @ParameterizedTest(name = "{0}: {1} B")
    @CsvSource({"select-1+1, 300", "row-by-key, 600", "1000-ints, 25_000", "execute-many-1000, 20_000"})
    void allocatesNoMoreThanTheCeilingForEachOperation(String workload, String ceiling) throws Exception {
        ChildOptions options = new ChildOptions(
                Client.PGNATIVE,
                Workload.of(workload),
                10,
                0,
                10,
                2,
                false,
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                4);

        List<Measurement> windows = new ChildProcess(
                        server.address(), Path.of(System.getProperty("java.home")), List.of("-Xms256m", "-Xmx256m"))
                .measure(options);

        double least = windows.stream()
                .mapToDouble(Measurement::bytesPerOperation)
                .min()
                .orElseThrow();
        assertThat(least)
                .as("B/operation, the least of %s", windows)
                .isPositive()
                .isLessThanOrEqualTo(Integer.parseInt(ceiling.replace("_", "")));
    }
}
