package io.pgnative.benchmarks;

import java.time.OffsetDateTime;

/**
 * Folds the values that a client read into one number, in order. Every client feeds the same values through this class,
 * so equal sums mean equal values, and no value's reading can be optimized away.
 */
public final class Checksum {

    private long sum = 17;

    /**
     * Folds an integer.
     *
     * @param value of any width
     */
    public void add(long value) {
        sum = sum * 31 + value;
    }

    /**
     * Folds a text.
     *
     * @param value not null: no workload reads NULL
     */
    public void add(String value) {
        add(value.hashCode());
    }

    /**
     * Folds a truth value.
     *
     * @param value it
     */
    public void add(boolean value) {
        add(value ? 1L : 0L);
    }

    /**
     * Folds a floating point number, bit by bit.
     *
     * @param value it
     */
    public void add(double value) {
        add(Double.doubleToLongBits(value));
    }

    /**
     * Folds a point in time; the offset does not count.
     *
     * @param value it, of microsecond precision
     */
    public void add(OffsetDateTime value) {
        add(value.toEpochSecond() * 1_000_000 + value.getNano() / 1_000);
    }

    /**
     * The sum so far.
     *
     * @return any number
     */
    public long value() {
        return sum;
    }
}
