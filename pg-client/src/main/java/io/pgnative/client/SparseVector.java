package io.pgnative.client;

import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A value of the type {@code sparsevec} of pgvector: numbers most of which are 0. Immutable. */
public final class SparseVector {

    private final int dimensions;
    private final int[] indices;
    private final float[] values;

    private SparseVector(int dimensions, int[] indices, float[] values) {
        this.dimensions = dimensions;
        this.indices = indices;
        this.values = values;
    }

    /**
     * A vector of those of its numbers that are not 0.
     *
     * @param dimensions how many numbers there are, at least 1
     * @param indices where those are, counted from 0, in ascending order; copied
     * @param values the numbers, none of them 0; copied
     * @return the vector
     * @throws IllegalArgumentException when one of this does not hold
     */
    public static SparseVector of(int dimensions, int[] indices, float[] values) {
        if (dimensions < 1 || indices.length != values.length) {
            throw new IllegalArgumentException("a sparse vector has dimensions, and as many indices as values");
        }
        int least = 0;
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < least || indices[i] >= dimensions) {
                throw new IllegalArgumentException(
                        "the indices of a sparse vector ascend and are less than its dimensions");
            }
            if (values[i] == 0) {
                throw new IllegalArgumentException("the values of a sparse vector are not 0");
            }
            least = indices[i] + 1;
        }
        return new SparseVector(dimensions, indices.clone(), values.clone());
    }

    /**
     * The numbers of a vector that are not 0.
     *
     * @param numbers all of them
     * @return the same vector
     * @throws IllegalArgumentException when there are none
     */
    public static SparseVector of(float... numbers) {
        int count = 0;
        int[] indices = new int[numbers.length];
        float[] values = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != 0) {
                indices[count] = i;
                values[count++] = numbers[i];
            }
        }
        return of(numbers.length, Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }

    /**
     * How many numbers there are.
     *
     * @return zeros among them
     */
    public int dimensions() {
        return dimensions;
    }

    /**
     * Where those numbers are that are not 0.
     *
     * @return a copy; counted from 0, in ascending order
     */
    public int[] indices() {
        return indices.clone();
    }

    /**
     * The numbers that are not 0.
     *
     * @return a copy, in the order of {@link #indices()}
     */
    public float[] values() {
        return values.clone();
    }

    /**
     * All numbers.
     *
     * @return zeros among them, so that a short vector may become a long array
     */
    public float[] toArray() {
        float[] numbers = new float[dimensions];
        for (int i = 0; i < indices.length; i++) {
            numbers[indices[i]] = values[i];
        }
        return numbers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SparseVector that
                && dimensions == that.dimensions
                && Arrays.equals(indices, that.indices)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dimensions + Arrays.hashCode(indices)) + Arrays.hashCode(values);
    }

    /**
     * The text form of pgvector, which counts from 1.
     *
     * @return such as <code>{1:0.5,3:2.0}/5</code>
     */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",", "{", "}/" + dimensions);
        for (int i = 0; i < indices.length; i++) {
            text.add(indices[i] + 1L + ":" + values[i]);
        }
        return text.toString();
    }
}
