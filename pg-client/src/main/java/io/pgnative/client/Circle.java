package io.pgnative.client;

import java.util.Objects;

/**
 * A value of the PostgreSQL type {@code circle}.
 *
 * @param center the middle
 * @param radius not negative, which the server refuses
 */
public record Circle(Point center, double radius) {

    /** Checks that there is a middle. */
    public Circle {
        Objects.requireNonNull(center, "center");
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code <(0.0,0.0),1.5>}
     */
    @Override
    public String toString() {
        return "<" + center + "," + radius + ">";
    }
}
