package io.pgnative.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A value of the PostgreSQL type {@code numeric}: a decimal number, NaN, or an infinity. To be asked for by class where
 * a column can hold more than decimal numbers; plain {@link BigDecimal} is the default. The infinities need a server of
 * version 14 or later.
 *
 * <p>Ordered as the server orders: -infinity, the numbers, infinity, NaN; NaN equals itself. {@link #equals} looks at
 * the scale, {@link #compareTo} does not, as with {@link BigDecimal}.
 */
public final class Numeric extends Number implements Comparable<Numeric> {

    private static final long serialVersionUID = 1L;

    /** Not a number. */
    public static final Numeric NAN = new Numeric(null, Double.NaN);

    /** Larger than every number. */
    public static final Numeric POSITIVE_INFINITY = new Numeric(null, Double.POSITIVE_INFINITY);

    /** Smaller than every number. */
    public static final Numeric NEGATIVE_INFINITY = new Numeric(null, Double.NEGATIVE_INFINITY);

    private final @Nullable BigDecimal value;
    private final double special;

    private Numeric(@Nullable BigDecimal value, double special) {
        this.value = value;
        this.special = special;
    }

    /**
     * A decimal number.
     *
     * @param value the number
     * @return it
     */
    public static Numeric of(BigDecimal value) {
        return new Numeric(value, 0);
    }

    /**
     * A floating-point number.
     *
     * @param value a number, NaN or an infinity
     * @return the shortest decimal number that stands for it, or NaN, or the infinity
     */
    public static Numeric of(double value) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        }
        return of(BigDecimal.valueOf(value));
    }

    /**
     * Whether this is a decimal number.
     *
     * @return false for NaN and the infinities
     */
    public boolean isFinite() {
        return value != null;
    }

    /**
     * Whether this is NaN.
     *
     * @return whether this is NaN
     */
    public boolean isNaN() {
        return Double.isNaN(special);
    }

    /**
     * Whether this is one of the infinities.
     *
     * @return whether this is one of the infinities
     */
    public boolean isInfinite() {
        return Double.isInfinite(special);
    }

    /**
     * The decimal number.
     *
     * @return with the scale that the server displays
     * @throws ArithmeticException for NaN and the infinities
     */
    public BigDecimal bigDecimalValue() {
        if (value == null) {
            throw new ArithmeticException(special + " is no BigDecimal");
        }
        return value;
    }

    @Override
    public int intValue() {
        return value == null ? (int) special : value.intValue();
    }

    @Override
    public long longValue() {
        return value == null ? (long) special : value.longValue();
    }

    @Override
    public float floatValue() {
        return value == null ? (float) special : value.floatValue();
    }

    @Override
    public double doubleValue() {
        return value == null ? special : value.doubleValue();
    }

    @Override
    public int compareTo(Numeric other) {
        if (value != null && other.value != null) {
            return value.compareTo(other.value);
        }
        // A finite number counts as 0 here; Double puts NaN last, as the server does.
        return Double.compare(special, other.special);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Numeric that)) {
            return false;
        }
        return value == null
                ? that.value == null && Double.compare(special, that.special) == 0
                : value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value == null ? Double.hashCode(special) : value.hashCode();
    }

    /**
     * The text as the server writes it.
     *
     * @return digits without an exponent, {@code NaN}, {@code Infinity} or {@code -Infinity}
     */
    @Override
    public String toString() {
        return value == null ? Double.toString(special) : value.toPlainString();
    }
}
