package io.pgnative.client;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of a PostgreSQL range type. Immutable.
 *
 * <p>A side without a bound reaches without end; a bound that is itself an infinity, such as the date {@code infinity},
 * is a bound. Nothing is made canonical here: {@code [1,9]} does not equal {@code [1,10)}, although the server gives
 * the one for the other.
 *
 * @param <T> the class of the bounds
 */
public final class Range<T> {

    private static final Range<?> EMPTY = new Range<>(null, false, null, false, true);
    private static final Range<?> UNBOUNDED = new Range<>(null, false, null, false, false);

    private final @Nullable T lower;
    private final @Nullable T upper;
    private final boolean lowerInclusive;
    private final boolean upperInclusive;
    private final boolean empty;

    private Range(@Nullable T lower, boolean lowerInclusive, @Nullable T upper, boolean upperInclusive, boolean empty) {
        this.lower = lower;
        this.lowerInclusive = lowerInclusive && lower != null;
        this.upper = upper;
        this.upperInclusive = upperInclusive && upper != null;
        this.empty = empty;
    }

    /**
     * A range of any kind. Whether the lower bound is above the upper one is for the server to judge, since only it
     * knows the order of the type.
     *
     * @param lower the lower bound, null for none
     * @param lowerInclusive whether the lower bound belongs to the range; a missing one never does
     * @param upper the upper bound, null for none
     * @param upperInclusive whether the upper bound belongs to the range; a missing one never does
     * @param <T> the class of the bounds
     * @return the range
     */
    public static <T> Range<T> of(
            @Nullable T lower, boolean lowerInclusive, @Nullable T upper, boolean upperInclusive) {
        return new Range<>(lower, lowerInclusive, upper, upperInclusive, false);
    }

    /**
     * All from one value to another.
     *
     * @param lower belongs to the range
     * @param upper belongs to the range
     * @param <T> the class of the bounds
     * @return {@code [lower,upper]}
     */
    public static <T> Range<T> closed(T lower, T upper) {
        return of(lower, true, upper, true);
    }

    /**
     * All from one value up to another.
     *
     * @param lower belongs to the range
     * @param upper does not belong to it
     * @param <T> the class of the bounds
     * @return {@code [lower,upper)}
     */
    public static <T> Range<T> closedOpen(T lower, T upper) {
        return of(lower, true, upper, false);
    }

    /**
     * All above one value, to another.
     *
     * @param lower does not belong to the range
     * @param upper belongs to it
     * @param <T> the class of the bounds
     * @return {@code (lower,upper]}
     */
    public static <T> Range<T> openClosed(T lower, T upper) {
        return of(lower, false, upper, true);
    }

    /**
     * All between two values.
     *
     * @param lower does not belong to the range
     * @param upper does not belong to the range
     * @param <T> the class of the bounds
     * @return {@code (lower,upper)}
     */
    public static <T> Range<T> open(T lower, T upper) {
        return of(lower, false, upper, false);
    }

    /**
     * All from one value on.
     *
     * @param lower belongs to the range
     * @param <T> the class of the bounds
     * @return {@code [lower,)}
     */
    public static <T> Range<T> atLeast(T lower) {
        return of(lower, true, null, false);
    }

    /**
     * All above one value.
     *
     * @param lower does not belong to the range
     * @param <T> the class of the bounds
     * @return {@code (lower,)}
     */
    public static <T> Range<T> greaterThan(T lower) {
        return of(lower, false, null, false);
    }

    /**
     * All up to one value, itself included.
     *
     * @param upper belongs to the range
     * @param <T> the class of the bounds
     * @return {@code (,upper]}
     */
    public static <T> Range<T> atMost(T upper) {
        return of(null, false, upper, true);
    }

    /**
     * All below one value.
     *
     * @param upper does not belong to the range
     * @param <T> the class of the bounds
     * @return {@code (,upper)}
     */
    public static <T> Range<T> lessThan(T upper) {
        return of(null, false, upper, false);
    }

    /**
     * All values.
     *
     * @param <T> the class of the bounds
     * @return {@code (,)}
     */
    @SuppressWarnings("unchecked") // it holds no bound
    public static <T> Range<T> unbounded() {
        return (Range<T>) UNBOUNDED;
    }

    /**
     * No value.
     *
     * @param <T> the class of the bounds
     * @return {@code empty}
     */
    @SuppressWarnings("unchecked") // it holds no bound
    public static <T> Range<T> empty() {
        return (Range<T>) EMPTY;
    }

    /**
     * Reads PostgreSQL's text form, such as {@code [1,10)}, {@code (,"a b"]} or {@code empty}.
     *
     * @param text the text form
     * @param bound reads a bound from its text, without the quotes of the range
     * @param <T> the class of the bounds
     * @return the range
     * @throws IllegalArgumentException when the text is no range; it does not show the text
     */
    public static <T> Range<T> parse(String text, Function<? super String, ? extends T> bound) {
        RangeText reader = new RangeText(text);
        Range<T> range = reader.range(bound);
        reader.end();
        return range;
    }

    /**
     * The lower bound.
     *
     * @return null if there is none, or if the range is empty
     */
    public @Nullable T lower() {
        return lower;
    }

    /**
     * The upper bound.
     *
     * @return null if there is none, or if the range is empty
     */
    public @Nullable T upper() {
        return upper;
    }

    /**
     * Whether the lower bound belongs to the range.
     *
     * @return false if there is none
     */
    public boolean isLowerInclusive() {
        return lowerInclusive;
    }

    /**
     * Whether the upper bound belongs to the range.
     *
     * @return false if there is none
     */
    public boolean isUpperInclusive() {
        return upperInclusive;
    }

    /**
     * Whether the range reaches down without end.
     *
     * @return false for the empty range
     */
    public boolean isLowerInfinite() {
        return lower == null && !empty;
    }

    /**
     * Whether the range reaches up without end.
     *
     * @return false for the empty range
     */
    public boolean isUpperInfinite() {
        return upper == null && !empty;
    }

    /**
     * Whether this is {@code empty}. A range such as {@code (1,1)} is made empty by the server.
     *
     * @return whether this is {@code empty}
     */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * Whether a value lies in the range, by the natural order of its class, which for text is not that of the server.
     *
     * @param value the value
     * @return whether it lies between the bounds
     * @throws IllegalStateException when the class of the bounds is not {@link Comparable}
     */
    public boolean contains(T value) {
        if (empty) {
            return false;
        }
        if (lower != null) {
            int order = compare(lower, value);
            if (lowerInclusive ? order > 0 : order >= 0) {
                return false;
            }
        }
        if (upper != null) {
            int order = compare(upper, value);
            return upperInclusive ? order >= 0 : order > 0;
        }
        return true;
    }

    @SuppressWarnings("unchecked") // values of one class are compared
    private static <T> int compare(T bound, T value) {
        if (!(bound instanceof Comparable<?>)) {
            throw new IllegalStateException(bound.getClass().getName() + " has no natural order");
        }
        return ((Comparable<T>) bound).compareTo(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Range<?> that
                && empty == that.empty
                && lowerInclusive == that.lowerInclusive
                && upperInclusive == that.upperInclusive
                && Objects.equals(lower, that.lower)
                && Objects.equals(upper, that.upper);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lower, lowerInclusive, upper, upperInclusive, empty);
    }

    /**
     * PostgreSQL's text form, with the bounds as their class prints them.
     *
     * @return such as {@code [1,10)}
     */
    @Override
    public String toString() {
        return RangeText.of(this, String::valueOf);
    }

    /**
     * PostgreSQL's text form.
     *
     * @param bound gives the text of a bound, without the quotes of the range
     * @return such as {@code [1,10)}
     */
    public String toText(Function<? super T, String> bound) {
        return RangeText.of(this, bound);
    }
}
