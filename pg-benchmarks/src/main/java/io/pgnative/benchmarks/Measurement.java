package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;

/**
 * What a child process measured in one window.
 *
 * @param client who
 * @param workload what
 * @param callers how many were asked for
 * @param operations calls completed
 * @param nanos length of the window
 * @param cpuNanos CPU time of the client's process
 * @param allocatedBytes heap memory the client's process allocated; -1 if that is not known, as outside of a JVM
 * @param p50Nanos the latency that half of the timed calls kept
 * @param p99Nanos the latency that 99 of 100 timed calls kept
 */
record Measurement(
        Client client,
        Workload workload,
        int callers,
        long operations,
        long nanos,
        long cpuNanos,
        long allocatedBytes,
        long p50Nanos,
        long p99Nanos) {

    static final String COLUMNS =
            "client,workload,callers,operations,nanos,cpu_nanos,allocated_bytes,p50_nanos,p99_nanos";
    private static final String MARK = "measured,";

    double operationsPerSecond() {
        return operations * 1e9 / nanos;
    }

    double cpuMicrosPerOperation() {
        return cpuNanos / 1e3 / operations;
    }

    /** Not a number if it is not known. */
    double bytesPerOperation() {
        return allocatedBytes < 0 ? Double.NaN : (double) allocatedBytes / operations;
    }

    double p50Micros() {
        return p50Nanos / 1e3;
    }

    double p99Micros() {
        return p99Nanos / 1e3;
    }

    /**
     * All values.
     *
     * @return comma-separated, as {@link #COLUMNS} names them
     */
    String toCsv() {
        return String.join(
                ",",
                client.id(),
                workload.id(),
                Integer.toString(callers),
                Long.toString(operations),
                Long.toString(nanos),
                Long.toString(cpuNanos),
                Long.toString(allocatedBytes),
                Long.toString(p50Nanos),
                Long.toString(p99Nanos));
    }

    /**
     * The line that a child prints.
     *
     * @return the values after a mark
     */
    String toLine() {
        return MARK + toCsv();
    }

    static boolean isLine(String line) {
        return line.startsWith(MARK);
    }

    static Measurement parse(String line) {
        String[] parts = line.substring(MARK.length()).split(",", -1);
        return new Measurement(
                Client.of(parts[0]),
                Workload.of(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Long.parseLong(parts[5]),
                Long.parseLong(parts[6]),
                Long.parseLong(parts[7]),
                Long.parseLong(parts[8]));
    }
}
