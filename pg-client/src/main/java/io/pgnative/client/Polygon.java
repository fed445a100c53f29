package io.pgnative.client;

import java.util.List;
import java.util.StringJoiner;

/**
 * A value of the PostgreSQL type {@code polygon}.
 *
 * @param points the corners in their order; at least one, or the server refuses it
 */
public record Polygon(List<Point> points) {

    /** Copies the points. */
    public Polygon {
        points = List.copyOf(points);
    }

    /**
     * A polygon of corners.
     *
     * @param points the corners
     * @return with these
     */
    public static Polygon of(Point... points) {
        return new Polygon(List.of(points));
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code ((0.0,0.0),(1.0,0.0),(0.0,1.0))}
     */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",", "(", ")");
        points.forEach(point -> text.add(point.toString()));
        return text.toString();
    }
}
