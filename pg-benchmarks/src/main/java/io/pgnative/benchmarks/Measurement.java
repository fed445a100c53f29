package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;

/**
 * What a child process measured in one window.
 *
 * @param client who
 * @param workload what
 * @param operations calls completed
 * @param nanos length of the window
 * @param cpuNanos CPU time of the client's process
 * @param allocatedBytes heap memory the client's process allocated
 */
record Measurement(Client client, Workload workload, long operations, long nanos, long cpuNanos, long allocatedBytes) {

    private static final String MARK = "measured";

    double operationsPerSecond() {
        return operations * 1e9 / nanos;
    }

    double cpuMicrosPerOperation() {
        return cpuNanos / 1e3 / operations;
    }

    double bytesPerOperation() {
        return (double) allocatedBytes / operations;
    }

    /**
     * The line that a child prints.
     *
     * @return comma-separated values
     */
    String toLine() {
        return String.join(
                ",",
                MARK,
                client.id(),
                workload.id(),
                Long.toString(operations),
                Long.toString(nanos),
                Long.toString(cpuNanos),
                Long.toString(allocatedBytes));
    }

    static boolean isLine(String line) {
        return line.startsWith(MARK + ",");
    }

    static Measurement parse(String line) {
        String[] parts = line.split(",", -1);
        return new Measurement(
                Client.of(parts[1]),
                Workload.of(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Long.parseLong(parts[5]),
                Long.parseLong(parts[6]));
    }
}
