package io.pgnative.client;

import java.util.Objects;

/**
 * A value of the PostgreSQL type {@code lseg}: the straight line between two points.
 *
 * @param start one end
 * @param end the other end
 */
public record LineSegment(Point start, Point end) {

    /** Checks that both points are there. */
    public LineSegment {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code [(0.0,0.0),(1.0,1.0)]}
     */
    @Override
    public String toString() {
        return "[" + start + "," + end + "]";
    }
}
