package io.pgnative.benchmarks;

import io.pgnative.benchmarks.RunOptions.Row;
import io.pgnative.benchmarks.peer.Client;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A plot in SVG: for each row a group of bars, a bar for each client, three columns of them for CPU, allocation and
 * throughput. Bars of a group are to the scale of its longest.
 */
final class Plot {

    private static final Metric[] METRICS = {Metric.CPU, Metric.ALLOCATION, Metric.THROUGHPUT};
    private static final int LABEL = 190;
    private static final int BAR = 180;
    private static final int COLUMN = 260;
    private static final int LINE = 13;

    private final StringBuilder svg = new StringBuilder();
    private int y = 16;

    private Plot() {}

    static String of(RunOptions options, Results results) {
        Plot plot = new Plot();
        plot.text(8, "bold", "Medians; shorter is better for CPU and allocation, longer for throughput");
        plot.y += 2 * LINE;
        for (int i = 0; i < METRICS.length; i++) {
            plot.text(LABEL + i * COLUMN, "bold", METRICS[i].title());
        }
        plot.y += LINE;
        for (Row row : options.rows()) {
            plot.group(row, options.clients(), results);
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"10\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                LABEL + METRICS.length * COLUMN,
                plot.y + LINE,
                plot.svg);
    }

    private void group(Row row, List<Client> clients, Results results) {
        y += LINE;
        text(8, "bold", row.workload().id() + ", callers: " + row.callers());
        y += LINE;
        for (Client client : clients) {
            if (results.median(row, client, Metric.CPU).isPresent()) {
                text(16, "normal", client.title());
                for (int i = 0; i < METRICS.length; i++) {
                    bar(
                            LABEL + i * COLUMN,
                            client,
                            results.median(row, client, METRICS[i]),
                            METRICS[i],
                            longest(row, clients, results, METRICS[i]));
                }
                y += LINE;
            }
        }
    }

    private static double longest(Row row, List<Client> clients, Results results, Metric metric) {
        return clients.stream()
                .map(client -> results.median(row, client, metric))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .max()
                .orElse(1);
    }

    private void bar(int x, Client client, OptionalDouble median, Metric metric, double longest) {
        if (median.isEmpty()) {
            return;
        }
        double value = median.getAsDouble();
        double width = longest > 0 ? BAR * value / longest : 0;
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y - LINE + 4,
                width,
                LINE - 3,
                color(client)));
        text(x + (int) width + 4, "normal", String.format(Locale.ROOT, metric.format(), value));
    }

    private static String color(Client client) {
        return switch (client.role()) {
            case OURS -> "#1b6ca8";
            case PEER -> "#9aa5b1";
            case FLOOR -> "#edae49";
        };
    }

    private void text(int x, String weight, String value) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n",
                x,
                y,
                weight,
                value.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
