package io.pgnative.client;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A value of a PostgreSQL multirange type: ranges in order that neither touch nor overlap. The server brings what is
 * given into that form, merging ranges and dropping empty ones; nothing is done to it here. Server version 14 or later.
 *
 * @param ranges unmodifiable
 * @param <T> the class of the bounds
 */
public record Multirange<T>(List<Range<T>> ranges) {

    /**
     * Makes one.
     *
     * @param ranges are copied
     */
    public Multirange {
        ranges = List.copyOf(ranges);
    }

    /**
     * Makes one.
     *
     * @param ranges none for the empty multirange
     * @param <T> the class of the bounds
     * @return holds the ranges as given
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T> Multirange<T> of(Range<T>... ranges) {
        return new Multirange<>(List.of(ranges));
    }

    /**
     * Reads PostgreSQL's text form, such as {@code {[1,3),[5,)}}.
     *
     * @param text the text form
     * @param bound reads a bound from its text, without the quotes of the range
     * @param <T> the class of the bounds
     * @return the multirange
     * @throws IllegalArgumentException when the text is no multirange; it does not show the text
     */
    public static <T> Multirange<T> parse(String text, Function<? super String, ? extends T> bound) {
        RangeText reader = new RangeText(text);
        List<Range<T>> ranges = reader.ranges(bound);
        reader.end();
        return new Multirange<>(ranges);
    }

    /**
     * Whether no value lies in it.
     *
     * @return whether all its ranges are empty, or there are none
     */
    public boolean isEmpty() {
        return ranges.stream().allMatch(Range::isEmpty);
    }

    /**
     * Whether a value lies in one of the ranges.
     *
     * @param value the value
     * @return see {@link Range#contains}
     * @throws IllegalStateException when the class of the bounds is not {@link Comparable}
     */
    public boolean contains(T value) {
        return ranges.stream().anyMatch(range -> range.contains(value));
    }

    /**
     * PostgreSQL's text form, with the bounds as their class prints them.
     *
     * @return such as {@code {[1,3),[5,)}}
     */
    @Override
    public String toString() {
        return toText(String::valueOf);
    }

    /**
     * PostgreSQL's text form.
     *
     * @param bound gives the text of a bound, without the quotes of the range
     * @return such as {@code {[1,3),[5,)}}
     */
    public String toText(Function<? super T, String> bound) {
        return ranges.stream().map(range -> range.toText(bound)).collect(Collectors.joining(",", "{", "}"));
    }
}
