package io.pgnative.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL array with all that it has: up to 6 dimensions, the lower bound of each, and the elements. To be asked
 * for by class where bounds matter; it can be given as a parameter and comes back as it was. Immutable.
 *
 * @param <T> the class of the elements, which may be null
 */
public final class PgArray<T extends @Nullable Object> {

    /** The most dimensions that PostgreSQL has. */
    public static final int MAX_DIMENSIONS = 6;

    private final int[] lengths;
    private final int[] lowerBounds;
    private final List<T> elements;

    private PgArray(int[] lengths, int[] lowerBounds, List<T> elements) {
        this.lengths = lengths;
        this.lowerBounds = lowerBounds;
        this.elements = elements;
    }

    /**
     * An array of one dimension, counted from 1.
     *
     * @param elements are copied
     * @param <T> the class of the elements
     * @return the array; without any dimension if there are no elements
     */
    public static <T extends @Nullable Object> PgArray<T> of(List<? extends T> elements) {
        return elements.isEmpty()
                ? of(new int[0], new int[0], elements)
                : of(new int[] {elements.size()}, new int[] {1}, elements);
    }

    /**
     * An array of any shape.
     *
     * @param lengths how long each dimension is, at least 1; empty for an empty array
     * @param lowerBounds the first subscript of each dimension
     * @param elements in row-major order: the last subscript runs first
     * @param <T> the class of the elements
     * @return holds copies
     * @throws IllegalArgumentException when these do not agree
     */
    public static <T extends @Nullable Object> PgArray<T> of(
            int[] lengths, int[] lowerBounds, List<? extends T> elements) {
        if (lengths.length != lowerBounds.length) {
            throw new IllegalArgumentException(
                    lengths.length + " lengths and " + lowerBounds.length + " lower bounds; there must be as many");
        }
        if (lengths.length > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    lengths.length + " dimensions; PostgreSQL has at most " + MAX_DIMENSIONS);
        }
        long product = lengths.length == 0 ? 0 : 1;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 1) {
                throw new IllegalArgumentException(
                        "dimension " + i + " is " + lengths[i] + " long; at least 1 is needed");
            }
            if ((long) lowerBounds[i] + lengths[i] - 1 > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the subscripts of dimension " + i + " go beyond 2147483647");
            }
            product = Math.min(product * lengths[i], Integer.MAX_VALUE + 1L);
        }
        if (product != elements.size()) {
            throw new IllegalArgumentException(
                    elements.size() + " elements do not fill the dimensions " + Arrays.toString(lengths));
        }
        return new PgArray<>(
                lengths.clone(), lowerBounds.clone(), Collections.unmodifiableList(new ArrayList<>(elements)));
    }

    /**
     * The number of dimensions.
     *
     * @return 0 for an empty array, at most 6
     */
    public int dimensions() {
        return lengths.length;
    }

    /**
     * How long a dimension is.
     *
     * @param dimension from 0
     * @return at least 1
     */
    public int length(int dimension) {
        return lengths[dimension];
    }

    /**
     * The first subscript of a dimension.
     *
     * @param dimension from 0
     * @return usually 1
     */
    public int lowerBound(int dimension) {
        return lowerBounds[dimension];
    }

    /**
     * All elements.
     *
     * @return in row-major order, unmodifiable, with null for NULL
     */
    public List<T> elements() {
        return elements;
    }

    /**
     * An element.
     *
     * @param subscripts one for each dimension, counted as in SQL: from the lower bound
     * @return the element, null for NULL
     * @throws IndexOutOfBoundsException when there is no such element
     */
    public T get(int... subscripts) {
        if (subscripts.length != lengths.length || lengths.length == 0) {
            throw new IndexOutOfBoundsException(
                    subscripts.length + " subscripts for an array of " + lengths.length + " dimensions");
        }
        int index = 0;
        for (int i = 0; i < lengths.length; i++) {
            long position = (long) subscripts[i] - lowerBounds[i];
            if (position < 0 || position >= lengths[i]) {
                throw new IndexOutOfBoundsException("subscript " + subscripts[i] + " of dimension " + i + " is not in "
                        + lowerBounds[i] + " to " + (lowerBounds[i] + lengths[i] - 1));
            }
            index = index * lengths[i] + (int) position;
        }
        return elements.get(index);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PgArray<?> that
                && Arrays.equals(lengths, that.lengths)
                && Arrays.equals(lowerBounds, that.lowerBounds)
                && Arrays.deepEquals(elements.toArray(), that.elements.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(lengths) + Arrays.hashCode(lowerBounds))
                + Arrays.deepHashCode(elements.toArray());
    }

    /** The bounds and the elements, not as the server writes them; for people, not for programs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("PgArray");
        for (int i = 0; i < lengths.length; i++) {
            text.append('[')
                    .append(lowerBounds[i])
                    .append(':')
                    .append(lowerBounds[i] + lengths[i] - 1)
                    .append(']');
        }
        return text.append(elements).toString();
    }
}
