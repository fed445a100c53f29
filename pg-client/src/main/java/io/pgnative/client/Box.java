package io.pgnative.client;

import java.util.Objects;

/**
 * A value of the PostgreSQL type {@code box}: a rectangle with sides along the axes. The server puts the corners in
 * order, so a box that was given by two other opposite corners is read back with these.
 *
 * @param high the upper right corner
 * @param low the lower left corner
 */
public record Box(Point high, Point low) {

    /** Checks that both corners are there. */
    public Box {
        Objects.requireNonNull(high, "high");
        Objects.requireNonNull(low, "low");
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code (1.0,1.0),(0.0,0.0)}
     */
    @Override
    public String toString() {
        return high + "," + low;
    }
}
