package io.pgnative.benchmarks;

import io.pgnative.benchmarks.RunOptions.Row;
import io.pgnative.benchmarks.peer.Asyncpg;
import io.pgnative.benchmarks.peer.Client;
import io.pgnative.benchmarks.peer.Client.Role;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.stream.Collectors;

/** Medians and ratios as Markdown tables. */
final class Report {

    private final RunOptions options;
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Report(RunOptions options, Results results) {
        this.options = options;
        this.results = results;
    }

    /**
     * Writes a report.
     *
     * @param options what was asked for
     * @param server the server's version and kind
     * @param results what was measured
     * @return Markdown
     * @throws IOException if the versions of the clients cannot be read
     */
    static String of(RunOptions options, String server, Results results) throws IOException {
        Report report = new Report(options, results);
        report.ground(server);
        report.asyncpg();
        for (Client client : options.clients()) {
            if (client.role() == Role.OURS) {
                report.ratios(client);
            }
        }
        for (Row row : options.rows()) {
            report.table(row);
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
                "- Java %s, %d processors, %s",
                results.java(), Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"));
        line(
                "- %s",
                versions.stringPropertyNames().stream()
                        .sorted()
                        .map(name -> name + " " + versions.getProperty(name))
                        .collect(Collectors.joining(", ")));
    }

    private void asyncpg() {
        if (options.clients().contains(Client.ASYNCPG)) {
            Asyncpg.version().ifPresent(version -> line("- asyncpg %s", version));
        }
    }

    /** One of our styles against the best peer of each row. */
    private void ratios(Client client) {
        List<Client> clients = options.clients();
        Metric[] metrics = Metric.values();
        line("");
        line("### %s: ratios to the best peer of each row", client.title());
        line("");
        line(
                "| workload | callers | %s | CPU to the floor |",
                Arrays.stream(metrics).map(Metric::title).collect(Collectors.joining(" | ")));
        line("|---|---:|%s---:|", "---:|".repeat(metrics.length));
        for (Row row : options.rows()) {
            line(
                    "| %s | %d | %s | %s |",
                    row.workload().id(),
                    row.callers(),
                    Arrays.stream(metrics)
                            .map(metric -> ratio(results.ratio(row, client, clients, metric)))
                            .collect(Collectors.joining(" | ")),
                    ratio(results.ratioToFloor(row, client, Metric.CPU)));
        }
        line(
                "| geometric mean | | %s | %s |",
                Arrays.stream(metrics)
                        .map(metric -> ratio(mean(options.rows().stream()
                                .map(row -> results.ratio(row, client, clients, metric))
                                .toList())))
                        .collect(Collectors.joining(" | ")),
                ratio(mean(options.rows().stream()
                        .map(row -> results.ratioToFloor(row, client, Metric.CPU))
                        .toList())));
    }

    /** The geometric mean of the ratios that are known. */
    private static OptionalDouble mean(List<OptionalDouble> ratios) {
        OptionalDouble mean = ratios.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .map(Math::log)
                .average();
        return mean.isPresent() ? OptionalDouble.of(Math.exp(mean.getAsDouble())) : mean;
    }

    private void table(Row row) {
        line("");
        line("### %s, %d %s", row.workload().id(), row.callers(), row.callers() == 1 ? "caller" : "callers");
        line("");
        line("%s", row.workload().description());
        line("");
        Metric[] metrics = Metric.values();
        line(
                "| client | %s |",
                Arrays.stream(metrics)
                        .map(metric -> metric.title() + " | × best other")
                        .collect(Collectors.joining(" | ")));
        line("|---|%s", "---:|---:|".repeat(metrics.length));
        List<String> skipped = new ArrayList<>();
        for (Client client : options.clients()) {
            client.skipped(row.workload(), options.link(), results.java().feature())
                    .ifPresentOrElse(
                            reason -> skipped.add("Not measured: " + client.title() + " (" + reason + ")."),
                            () -> line(
                                    "| %s | %s |",
                                    client.title(),
                                    Arrays.stream(metrics)
                                            .map(metric -> cells(row, client, metric))
                                            .collect(Collectors.joining(" | "))));
        }
        for (String reason : skipped) {
            line("");
            line("%s", reason);
        }
    }

    private String cells(Row row, Client client, Metric metric) {
        OptionalDouble median = results.median(row, client, metric);
        String value = median.isPresent() ? String.format(Locale.ROOT, metric.format(), median.getAsDouble()) : "";
        return value + " | " + ratio(results.ratio(row, client, options.clients(), metric));
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
