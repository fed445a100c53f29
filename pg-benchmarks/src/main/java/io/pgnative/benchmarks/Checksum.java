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
     * Folds a byte string: its length and three of its bytes. To fold all would cost more than to read them.
     *
     * @param length in bytes
     * @param first the byte at 0
     * @param middle the byte at {@code length / 2}
     * @param last the byte at {@code length - 1}
     */
    public void addBytes(int length, byte first, byte middle, byte last) {
        add(length);
        add(first);
        add(middle);
        add(last);
    }

    /**
     * Folds a byte string as {@link #addBytes} does.
     *
     * @param bytes not empty
     */
    public void add(byte[] bytes) {
        addBytes(bytes.length, bytes[0], bytes[bytes.length / 2], bytes[bytes.length - 1]);
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
