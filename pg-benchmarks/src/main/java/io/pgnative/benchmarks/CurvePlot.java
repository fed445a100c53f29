package io.pgnative.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Curves in SVG, each in a panel of its own, two in a row. Both axes are logarithmic, so that a straight line is a law.
 */
final class CurvePlot {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 260;
    private static final int MARGIN = 50;

    private final StringBuilder svg = new StringBuilder();
    private int panels;

    /**
     * A measured point.
     *
     * @param x above 0
     * @param y what is below 0.1 is drawn there
     */
    record Point(double x, double y) {}

    /** Adds a panel; without points there is only its title. */
    void add(String title, List<Point> points) {
        int left = panels % 2 * WIDTH;
        int top = panels / 2 * HEIGHT;
        panels++;
        text(left + MARGIN, top + 20, "bold", title);
        if (points.isEmpty()) {
            return;
        }
        Axis x = Axis.of(points.stream().map(Point::x).toList(), left + MARGIN, left + WIDTH - MARGIN);
        Axis y = Axis.of(points.stream().map(Point::y).toList(), top + HEIGHT - 30, top + 40);
        for (int decade = y.from; decade <= y.to; decade++) {
            double at = y.at(Math.pow(10, decade));
            line(x.start, at, x.end, at);
            text(left + 8, (int) at + 3, "normal", decade(decade));
        }
        for (int decade = x.from; decade <= x.to; decade++) {
            double at = x.at(Math.pow(10, decade));
            line(at, y.start, at, y.end);
            text((int) at - 8, y.start + 14, "normal", decade(decade));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"#1b6ca8\" stroke-width=\"2\" points=\"%s\"/>%n",
                points.stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.x), y.at(point.y)))
                        .collect(Collectors.joining(" "))));
        for (Point point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1b6ca8\"/>%n",
                    x.at(point.x),
                    y.at(point.y)));
            text((int) x.at(point.x) - 8, (int) y.at(point.y) - 8, "normal", number(point.y));
        }
    }

    String toSvg() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"10\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                2 * WIDTH,
                (panels + 1) / 2 * HEIGHT,
                svg);
    }

    private static String decade(int exponent) {
        return exponent < 0 ? "0.1" : String.format(Locale.ROOT, "%,.0f", Math.pow(10, exponent));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    private void line(double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d7dce1\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void text(int x, int y, String weight, String value) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n", x, y, weight, value));
    }

    /** Whole decades from pixel to pixel. */
    private record Axis(int from, int to, int start, int end) {

        static final double LEAST = 0.1;

        static Axis of(List<Double> values, int start, int end) {
            double least =
                    values.stream().mapToDouble(v -> Math.max(v, LEAST)).min().orElse(1);
            double most =
                    values.stream().mapToDouble(v -> Math.max(v, LEAST)).max().orElse(1);
            int from = (int) Math.floor(Math.log10(least));
            return new Axis(from, Math.max(from + 1, (int) Math.ceil(Math.log10(most))), start, end);
        }

        double at(double value) {
            return start + (end - start) * (Math.log10(Math.max(value, LEAST)) - from) / (to - from);
        }
    }
}
