package io.pgnative.benchmarks;

import io.pgnative.benchmarks.RunOptions.Row;
import io.pgnative.benchmarks.peer.Client;
import io.pgnative.benchmarks.peer.Client.Role;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * All that was measured, and what follows from it.
 *
 * @param java the version of the clients' processes
 * @param measurements of all rounds
 */
record Results(Runtime.Version java, List<Measurement> measurements) {

    /** The median of the rounds; nothing if the client does not run the workload. */
    OptionalDouble median(Row row, Client client, Metric metric) {
        return median(measurements.stream()
                .filter(measurement -> measurement.workload() == row.workload()
                        && measurement.callers() == row.callers()
                        && measurement.client() == client)
                .mapToDouble(metric::of));
    }

    /** The median of those that are known; nothing if none is. */
    static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** The ratio to the best of those a client is compared with: for ours the peers, for a peer all other clients. */
    OptionalDouble ratio(Row row, Client client, List<Client> clients, Metric metric) {
        OptionalDouble best = clients.stream()
                .filter(other -> isRival(client, other))
                .map(other -> median(row, other, metric))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .reduce(metric::better);
        return quotient(median(row, client, metric), best);
    }

    /** The ratio to the floor; nothing if it is not known. */
    OptionalDouble ratioToFloor(Row row, Client client, Metric metric) {
        return quotient(median(row, client, metric), median(row, Client.FLOOR, metric));
    }

    private static boolean isRival(Client client, Client other) {
        return other != client
                && other.role() != Role.FLOOR
                && (client.role() == Role.PEER || other.role() == Role.PEER);
    }

    private static OptionalDouble quotient(OptionalDouble value, OptionalDouble base) {
        return value.isPresent() && base.isPresent()
                ? OptionalDouble.of(value.getAsDouble() / base.getAsDouble())
                : OptionalDouble.empty();
    }
}
