package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Medians as Markdown tables. A ratio is to the best of the other clients: for each client, of those that are not it.
 */
final class Report {

    private final RunOptions options;
    private final List<Measurement> measurements;
    private final StringBuilder text = new StringBuilder();

    private Report(RunOptions options, List<Measurement> measurements) {
        this.options = options;
        this.measurements = measurements;
    }

    /**
     * Writes a report.
     *
     * @param options what was asked for
     * @param server the server's version and kind
     * @param measurements all of them
     * @return Markdown
     * @throws IOException if the versions of the clients cannot be read
     */
    static String of(RunOptions options, String server, List<Measurement> measurements) throws IOException {
        Report report = new Report(options, measurements);
        report.ground(server);
        for (Workload workload : options.workloads()) {
            report.table(workload);
        }
        return report.text.toString();
    }

    private void ground(String server) throws IOException {
        Properties versions = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Report.class.getResourceAsStream("versions.properties"), "versions")) {
            versions.load(in);
        }
        line("- %s", options.describe());
        line("- PostgreSQL %s", server);
        line(
                "- %s %s, %d processors, %s",
                System.getProperty("java.vm.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"));
        versions.stringPropertyNames().stream()
                .sorted()
                .map(name -> name + " " + versions.getProperty(name))
                .reduce((a, b) -> a + ", " + b)
                .ifPresent(all -> line("- %s", all));
    }

    private void table(Workload workload) {
        line("");
        line("### %s", workload.id());
        line("");
        line("%s", workload.description());
        line("");
        line(
                "| client | operations/s | × best other | client CPU, µs/operation | × best other | B/operation | × best other |");
        line("|---|---:|---:|---:|---:|---:|---:|");
        for (Client client : options.clients()) {
            line(
                    "| %s | %s | %s | %s |",
                    client.title(),
                    cells(workload, client, "%,.0f", Measurement::operationsPerSecond, Math::max),
                    cells(workload, client, "%,.1f", Measurement::cpuMicrosPerOperation, Math::min),
                    cells(workload, client, "%,.0f", Measurement::bytesPerOperation, Math::min));
        }
    }

    private String cells(
            Workload workload,
            Client client,
            String format,
            ToDoubleFunction<Measurement> value,
            DoubleBinaryOperator better) {
        double own = median(workload, client, value);
        OptionalDouble best = options.clients().stream()
                .filter(other -> other != client)
                .mapToDouble(other -> median(workload, other, value))
                .reduce(better);
        String ratio = best.isPresent() ? String.format(Locale.ROOT, "%.2f", own / best.getAsDouble()) : "";
        return String.format(Locale.ROOT, format, own) + " | " + ratio;
    }

    private double median(Workload workload, Client client, ToDoubleFunction<Measurement> value) {
        double[] sorted = measurements.stream()
                .filter(measurement -> measurement.workload() == workload && measurement.client() == client)
                .mapToDouble(value)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
