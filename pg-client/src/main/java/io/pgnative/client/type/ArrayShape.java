package io.pgnative.client.type;

import java.util.Arrays;

/** The dimensions of an array: how long each is, and the first subscript of each. */
final class ArrayShape {

    static final ArrayShape EMPTY = new ArrayShape(new int[0], new int[0]);

    private final int[] lengths;
    private final int[] lowerBounds;

    ArrayShape(int[] lengths, int[] lowerBounds) {
        this.lengths = lengths;
        this.lowerBounds = lowerBounds;
    }

    /** One dimension, or none if there are no elements. */
    static ArrayShape ofLength(int length, int lowerBound) {
        return length == 0 ? EMPTY : new ArrayShape(new int[] {length}, new int[] {lowerBound});
    }

    int dimensions() {
        return lengths.length;
    }

    /** Not to be changed. */
    int[] lengths() {
        return lengths;
    }

    /** Not to be changed. */
    int[] lowerBounds() {
        return lowerBounds;
    }

    boolean countsFromOne() {
        return Arrays.stream(lowerBounds).allMatch(bound -> bound == 1);
    }

    /** What an element is called in messages, counted from 0: {@code element 3}, {@code element [1][3]}. */
    String nameOf(int ordinal) {
        if (lengths.length < 2) {
            return "element " + ordinal;
        }
        StringBuilder name = new StringBuilder();
        int rest = ordinal;
        for (int i = lengths.length - 1; i >= 0; i--) {
            name.insert(0, "[" + rest % lengths[i] + "]");
            rest /= lengths[i];
        }
        return name.insert(0, "element ").toString();
    }
}
