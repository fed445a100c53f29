package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Times say little on a machine that does other work; allocation depends less on it. Chance only adds: compilation goes
 * on, or the compiler of one process decides not to remove an allocation that it removes in most others. So the least
 * of several windows counts, and a process above the ceiling is followed by another, up to three.
 */
@DisplayName("Our client, warm, in a process of its own")
class AllocationCeilingTest {

    private static final int MOST_PROCESSES = 3;
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
    @CsvSource({"select-1+1, 460", "row-by-key, 680", "1000-ints, 25000", "execute-many-1000, 3000"})
    void allocatesNoMoreThanTheCeilingForEachOperation(String workload, double ceiling) throws Exception {
        assertCeiling(Client.PGNATIVE, workload, ceiling);
    }

    @ParameterizedTest(name = "{0}: {1} B")
    @CsvSource({"row-by-key, 680"})
    @DisplayName("the ceiling is the same with the meters of pools and queries bound")
    void allocatesNoMoreWithMeters(String workload, double ceiling) throws Exception {
        assertCeiling(Client.PGNATIVE_METRICS, workload, ceiling);
    }

    private static void assertCeiling(Client client, String workload, double ceiling) throws Exception {
        ChildOptions options = new ChildOptions(
                client,
                Workload.of(workload),
                10,
                0,
                10,
                2,
                false,
                0,
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                3,
                0);

        List<Double> windows = new ArrayList<>();
        for (int process = 0; process < MOST_PROCESSES && least(windows) > ceiling; process++) {
            new ChildProcess(
                            server.address(), Path.of(System.getProperty("java.home")), List.of("-Xms256m", "-Xmx256m"))
                    .measure(options)
                    .forEach(measurement -> windows.add(measurement.bytesPerOperation()));
        }

        assertThat(least(windows))
                .as("B/operation, the least of %s", windows)
                .isPositive()
                .isLessThanOrEqualTo(ceiling);
    }

    private static double least(List<Double> windows) {
        return windows.stream().mapToDouble(Double::doubleValue).min().orElse(Double.MAX_VALUE);
    }
}
