package io.pgnative.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What this client costs as work grows: a call's cost with more and more callers, who share the same few connections,
 * and a row's cost with more and more rows in a result.
 */
final class Growth {

    static final List<Integer> CALLERS = List.of(1, 10, 100, 1_000, 10_000);
    static final List<Integer> ROWS = List.of(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000);

    private static final String PLOT = "growth.svg";

    private final RunOptions options;
    private final List<Point> callers = CALLERS.stream().map(Point::new).toList();
    private final List<Point> rows = ROWS.stream().map(Point::new).toList();

    Growth(RunOptions options) {
        this.options = options;
    }

    /** What was measured at one size, a measurement for each round. */
    private record Point(int size, List<Measurement> rounds) {

        Point(int size) {
            this(size, new ArrayList<>());
        }

        double median(ToDoubleFunction<Measurement> value) {
            OptionalDouble median = Results.median(rounds.stream().mapToDouble(value));
            return median.orElse(Double.NaN);
        }

        /** Of one row; of one call where results do not grow. */
        double medianOfRow(ToDoubleFunction<Measurement> value) {
            return median(value) / size;
        }
    }

    static void run(RunOptions options) throws IOException, SQLException, InterruptedException {
        ServerAddress given = options.server();
        try (Server server = given == null ? Server.embedded() : Server.given(given)) {
            Dataset.create(server.address());
            try {
                Growth growth = new Growth(options);
                growth.measure(server.address());
                System.out.print(growth.report(Dataset.serverVersion(server.address())));
                Path chosen = options.plot();
                Path plot = chosen == null ? ClassPath.buildDirectory().resolve(PLOT) : chosen;
                Files.writeString(plot, growth.plot());
                System.err.println("plot: " + plot);
            } finally {
                Dataset.drop(server.address());
            }
        }
    }

    private void measure(ServerAddress server) throws IOException, InterruptedException {
        ChildProcess child = new ChildProcess(server, options.javaHome(), options.jvmArguments(Workload.ROW_BY_KEY));
        for (int round = 0; round < options.rounds(); round++) {
            for (Point point : callers) {
                add(round, point, child.measure(options.growth(Workload.ROW_BY_KEY, point.size, 0)));
            }
            for (Point point : rows) {
                System.err.printf(Locale.ROOT, "%,d rows: ", point.size);
                add(round, point, child.measure(options.growth(Workload.THOUSAND_INTS, 1, point.size)));
            }
        }
    }

    private static void add(int round, Point point, List<Measurement> measured) {
        point.rounds.addAll(measured);
        measured.forEach(measurement -> Runner.tell(round, measurement));
    }

    /** Tests measure elsewhere. */
    void addForCallers(int size, Measurement measurement) {
        callers.get(CALLERS.indexOf(size)).rounds.add(measurement);
    }

    /** Tests measure elsewhere. */
    void addForRows(int size, Measurement measurement) {
        rows.get(ROWS.indexOf(size)).rounds.add(measurement);
    }

    /**
     * The medians of the rounds.
     *
     * @param serverVersion of PostgreSQL
     * @return tables in Markdown
     */
    String report(String serverVersion) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "- medians of %d rounds, PostgreSQL %s, %d connections\n\n",
                options.rounds(),
                serverVersion,
                options.connections()));
        text.append(
                "| callers | operations/s | client CPU, µs/operation | B/operation | p99, µs |\n|---:|---:|---:|---:|---:|\n");
        for (Point point : callers) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %,d | %,.0f | %,.1f | %,.0f | %,.0f |\n",
                    point.size,
                    point.median(Measurement::operationsPerSecond),
                    point.median(Measurement::cpuMicrosPerOperation),
                    point.median(Measurement::bytesPerOperation),
                    point.median(Measurement::p99Micros)));
        }
        text.append("\n| rows | rows/s | client CPU, ns/row | B/row |\n|---:|---:|---:|---:|\n");
        for (Point point : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %,d | %,.0f | %,.1f | %,.1f |\n",
                    point.size,
                    point.median(Measurement::operationsPerSecond) * point.size,
                    point.medianOfRow(Measurement::cpuMicrosPerOperation) * 1_000,
                    point.medianOfRow(Measurement::bytesPerOperation)));
        }
        return text.toString();
    }

    /** The medians as curves. */
    String plot() {
        CurvePlot plot = new CurvePlot();
        plot.add(
                "client CPU, µs per operation, by callers",
                curve(callers, p -> p.median(Measurement::cpuMicrosPerOperation)));
        plot.add("bytes per operation, by callers", curve(callers, p -> p.median(Measurement::bytesPerOperation)));
        plot.add(
                "client CPU, ns per row, by rows",
                curve(rows, p -> p.medianOfRow(Measurement::cpuMicrosPerOperation) * 1_000));
        plot.add("bytes per row, by rows", curve(rows, p -> p.medianOfRow(Measurement::bytesPerOperation)));
        return plot.toSvg();
    }

    private static List<CurvePlot.Point> curve(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream()
                .map(point -> new CurvePlot.Point(point.size, value.applyAsDouble(point)))
                .filter(point -> !Double.isNaN(point.y()))
                .toList();
    }
}
