package io.pgnative.benchmarks;

/** What is told about a client and a row. */
enum Metric {
    THROUGHPUT("operations/s", "%,.0f", true),
    CPU("client CPU, µs/operation", "%,.1f", false),
    ALLOCATION("B/operation", "%,.0f", false),
    P50("p50, µs", "%,.0f", false),
    P99("p99, µs", "%,.0f", false);

    private final String title;
    private final String format;
    private final boolean more;

    Metric(String title, String format, boolean more) {
        this.title = title;
        this.format = format;
        this.more = more;
    }

    String title() {
        return title;
    }

    String format() {
        return format;
    }

    double of(Measurement measurement) {
        return switch (this) {
            case THROUGHPUT -> measurement.operationsPerSecond();
            case CPU -> measurement.cpuMicrosPerOperation();
            case ALLOCATION -> measurement.bytesPerOperation();
            case P50 -> measurement.p50Micros();
            case P99 -> measurement.p99Micros();
        };
    }

    double better(double a, double b) {
        return more ? Math.max(a, b) : Math.min(a, b);
    }
}
