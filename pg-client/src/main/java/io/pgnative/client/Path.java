package io.pgnative.client;

import java.util.List;
import java.util.StringJoiner;

/**
 * A value of the PostgreSQL type {@code path}: points that are joined in their order.
 *
 * @param points at least one, or the server refuses it
 * @param closed whether the last is joined with the first
 */
public record Path(List<Point> points, boolean closed) {

    /** Copies the points. */
    public Path {
        points = List.copyOf(points);
    }

    /**
     * An open path.
     *
     * @param points the points
     * @return with its ends apart
     */
    public static Path open(Point... points) {
        return new Path(List.of(points), false);
    }

    /**
     * A closed path.
     *
     * @param points the points
     * @return with its ends joined
     */
    public static Path closed(Point... points) {
        return new Path(List.of(points), true);
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code [(0.0,0.0),(1.0,1.0)]}, or with parentheses when it is closed
     */
    @Override
    public String toString() {
        StringJoiner text = closed ? new StringJoiner(",", "(", ")") : new StringJoiner(",", "[", "]");
        points.forEach(point -> text.add(point.toString()));
        return text.toString();
    }
}
