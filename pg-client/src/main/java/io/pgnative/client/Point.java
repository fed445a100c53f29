package io.pgnative.client;

/**
 * A value of the PostgreSQL type {@code point}.
 *
 * @param x the abscissa
 * @param y the ordinate
 */
public record Point(double x, double y) {

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code (1.0,2.5)}
     */
    @Override
    public String toString() {
        return "(" + x + "," + y + ")";
    }
}
