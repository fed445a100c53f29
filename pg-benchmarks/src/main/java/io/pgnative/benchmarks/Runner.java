package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures all clients against one server. In each round every client runs every workload in a process of its own; the
 * clients take turns, and the one that begins changes with the round, so that what drifts on the machine meets them
 * all.
 */
final class Runner {

    private Runner() {}

    static void run(RunOptions options) throws IOException, SQLException, InterruptedException {
        ServerAddress given = options.server();
        try (Server server = given == null ? Server.embedded() : Server.given(given)) {
            Dataset.create(server.address());
            try {
                String version = Dataset.serverVersion(server.address());
                List<Measurement> measurements = measure(options, server.address());
                String kind = server.isEmbedded() ? " (embedded; fsync and synchronous_commit off)" : " (given)";
                System.out.print(Report.of(options, version + kind, measurements));
            } finally {
                Dataset.drop(server.address());
            }
        }
    }

    private static List<Measurement> measure(RunOptions options, ServerAddress server)
            throws IOException, SQLException, InterruptedException {
        ChildProcess child = new ChildProcess(server, options.jvmArguments());
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            List<Client> order = new ArrayList<>(options.clients());
            Collections.rotate(order, -round);
            for (Workload workload : options.workloads()) {
                for (Client client : order) {
                    Dataset.reset(server);
                    Measurement measurement = child.measure(options.child(client, workload));
                    measurements.add(measurement);
                    System.err.printf(
                            "round %d  %-18s %-16s %,12.0f op/s %10.1f us CPU/op %,12.0f B/op%n",
                            round + 1,
                            workload.id(),
                            client.id(),
                            measurement.operationsPerSecond(),
                            measurement.cpuMicrosPerOperation(),
                            measurement.bytesPerOperation());
                }
            }
        }
        return measurements;
    }
}
