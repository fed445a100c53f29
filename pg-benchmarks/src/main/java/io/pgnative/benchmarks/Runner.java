package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures all clients against one server. In each round every client runs every workload in a process of its own; the
 * clients take turns, and the one that begins changes with the round, so that what drifts on the machine meets them
 * all.
 */
final class Runner {

    private Runner() {}

    static void run(RunOptions options) throws IOException, SQLException, InterruptedException {
        ServerAddress given = options.server();
        try (Server server = given == null ? Server.embedded(options.link()) : Server.given(given)) {
            Dataset.create(server.address());
            try {
                String version = Dataset.serverVersion(server.address());
                String kind = server.isEmbedded() ? " (embedded; fsync and synchronous_commit off)" : " (given)";
                print(options, version + kind, measure(options, server.address(), server.address(options.link())));
            } finally {
                Dataset.drop(server.address());
            }
        }
    }

    private static void print(RunOptions options, String server, Results results) throws IOException {
        switch (options.format()) {
            case MARKDOWN -> System.out.print(Report.of(options, server, results));
            case CSV -> {
                System.out.println(Measurement.COLUMNS);
                results.measurements().forEach(measurement -> System.out.println(measurement.toCsv()));
            }
        }
        Path given = options.plot();
        Path plot = given == null ? ClassPath.buildDirectory().resolve("benchmarks.svg") : given;
        Files.writeString(plot, Plot.of(options, results));
        System.err.println("plot: " + plot);
    }

    private static Results measure(RunOptions options, ServerAddress server, ServerAddress linked)
            throws IOException, SQLException, InterruptedException {
        if (options.networkDelay().isZero()) {
            return measureAll(options, server, linked);
        }
        try (DelayingProxy proxy = new DelayingProxy(linked, options.networkDelay())) {
            return measureAll(options, server, proxy.address());
        }
    }

    private static Results measureAll(RunOptions options, ServerAddress server, ServerAddress seenByClients)
            throws IOException, SQLException, InterruptedException {
        Runtime.Version java = new ChildProcess(seenByClients, options.javaHome(), List.of()).javaVersion();
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            List<Client> order = new ArrayList<>(options.clients());
            Collections.rotate(order, -round);
            for (RunOptions.Row row : options.rows()) {
                ChildProcess child =
                        new ChildProcess(seenByClients, options.javaHome(), options.jvmArguments(row.workload()));
                for (Client client : order) {
                    if (client.skipped(row.workload(), options.link(), java.feature())
                            .isEmpty()) {
                        Dataset.reset(server);
                        Measurement measurement = child.measure(options.child(client, row.workload(), row.callers()))
                                .get(0);
                        measurements.add(measurement);
                        tell(round, measurement);
                    }
                }
            }
        }
        return new Results(java, measurements);
    }

    /** Tells of a measurement while others are to come. */
    static void tell(int round, Measurement measurement) {
        System.err.printf(
                Locale.ROOT,
                "round %d  %-18s %5d callers  %-16s %,12.0f op/s %10.1f us CPU/op %,12.0f B/op %,9.0f us p50 %,9.0f us p99%n",
                round + 1,
                measurement.workload().id(),
                measurement.callers(),
                measurement.client().id(),
                measurement.operationsPerSecond(),
                measurement.cpuMicrosPerOperation(),
                measurement.bytesPerOperation(),
                measurement.p50Micros(),
                measurement.p99Micros());
    }
}
