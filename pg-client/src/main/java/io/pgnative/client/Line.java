package io.pgnative.client;

/**
 * A value of the PostgreSQL type {@code line}: all points for which {@code ax + by + c} is 0.
 *
 * @param a the factor of x; not 0 together with {@code b}, which the server refuses
 * @param b the factor of y
 * @param c the constant
 */
public record Line(double a, double b, double c) {

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code {1.0,-1.0,0.0}}
     */
    @Override
    public String toString() {
        return "{" + a + "," + b + "," + c + "}";
    }
}
