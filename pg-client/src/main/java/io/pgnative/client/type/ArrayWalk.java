package io.pgnative.client.type;

import io.pgnative.client.PgArray;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what is given for an array: Java arrays and iterables, nested for more dimensions, or a {@link PgArray}.
 * All parts of one dimension must be of one length.
 */
final class ArrayWalk {

    private static final String GIVE = "a Java array or a Collection";

    private static final int UNKNOWN = 0;
    private static final int PARTS = 1;
    private static final int ELEMENTS = 2;

    private final ArraySink sink;

    /** Where the walk is: the index in each part, counted from 0. */
    private final int[] path = new int[ArrayFormat.MAX_DIMENSIONS];

    private final int[] lengths = new int[ArrayFormat.MAX_DIMENSIONS];
    private final int[] kinds = new int[ArrayFormat.MAX_DIMENSIONS];

    private ArrayWalk(ArraySink sink) {
        this.sink = sink;
        Arrays.fill(lengths, -1);
    }

    static void walk(Object value, ArraySink sink) {
        ArrayWalk walk = new ArrayWalk(sink);
        if (value instanceof PgArray<?> array) {
            walk.shaped(array);
        } else if (!(value instanceof byte[])
                && (value instanceof Iterable<?> || value.getClass().isArray())) {
            walk.part(value, 0);
        } else {
            throw ScalarCodec.doesNotTake(value, GIVE);
        }
        sink.end(walk.lengths);
    }

    // An array with bounds.

    private void shaped(PgArray<?> array) {
        int dimensions = array.dimensions();
        int[] lowerBounds = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = array.length(i);
            lowerBounds[i] = array.lowerBound(i);
        }
        if (dimensions == 0) {
            return;
        }
        sink.bounds(Arrays.copyOf(lengths, dimensions), lowerBounds);
        sink.begin(dimensions);
        shapedPart(array.elements().iterator(), 0, dimensions);
    }

    private void shapedPart(Iterator<?> elements, int depth, int dimensions) {
        sink.enter();
        for (int i = 0; i < lengths[depth]; i++) {
            path[depth] = i;
            if (depth + 1 < dimensions) {
                shapedPart(elements, depth + 1, dimensions);
            } else {
                write(elements.next(), depth);
            }
        }
        sink.leave();
    }

    // Nested arrays and iterables.

    private void part(Object part, int depth) {
        if (depth == ArrayFormat.MAX_DIMENSIONS) {
            throw new EncodeException("has more than " + ArrayFormat.MAX_DIMENSIONS + " dimensions");
        }
        sink.enter();
        int count;
        if (part instanceof Iterable<?> items) {
            count = 0;
            for (Object item : items) {
                path[depth] = count++;
                item(item, depth);
            }
        } else if (part instanceof Object[] items) {
            count = items.length;
            for (int i = 0; i < count; i++) {
                path[depth] = i;
                item(items[i], depth);
            }
        } else {
            count = Array.getLength(part);
            if (count > 0) {
                expect(ELEMENTS, depth);
                primitives(part, depth);
            }
        }
        sink.leave();
        if (lengths[depth] < 0) {
            lengths[depth] = count;
        } else if (lengths[depth] != count) {
            throw new EncodeException(
                    place(depth) + " has " + count + " elements, where those before have " + lengths[depth]);
        }
    }

    private void item(@Nullable Object item, int depth) {
        if (item != null && sink.element.isDimension(item)) {
            expect(PARTS, depth);
            part(item, depth + 1);
        } else {
            expect(ELEMENTS, depth);
            write(item, depth);
        }
    }

    private void expect(int kind, int depth) {
        if (kinds[depth] == UNKNOWN) {
            kinds[depth] = kind;
            if (kind == ELEMENTS) {
                sink.begin(depth + 1);
            }
        } else if (kinds[depth] != kind) {
            throw new EncodeException(place(depth + 1)
                    + (kind == PARTS
                            ? " is an array, where those before are elements"
                            : " is no array, where those before are"));
        }
    }

    private void write(@Nullable Object item, int depth) {
        try {
            sink.write(item);
        } catch (EncodeException e) {
            throw located(e, depth);
        }
    }

    private void primitives(Object array, int depth) {
        int i = 0;
        try {
            if (array instanceof int[] numbers) {
                for (; i < numbers.length; i++) {
                    sink.writeLong(numbers[i]);
                }
            } else if (array instanceof long[] numbers) {
                for (; i < numbers.length; i++) {
                    sink.writeLong(numbers[i]);
                }
            } else if (array instanceof short[] numbers) {
                for (; i < numbers.length; i++) {
                    sink.writeLong(numbers[i]);
                }
            } else if (array instanceof double[] numbers) {
                for (; i < numbers.length; i++) {
                    sink.writeDouble(numbers[i]);
                }
            } else {
                // float[], boolean[] and char[]: rarer, so boxing does.
                int length = Array.getLength(array);
                for (; i < length; i++) {
                    sink.write(Array.get(array, i));
                }
            }
        } catch (EncodeException e) {
            path[depth] = i;
            throw located(e, depth);
        }
    }

    private EncodeException located(EncodeException e, int depth) {
        return e.at(place(depth + 1));
    }

    /** Such as {@code element 3}, or {@code element [1][3]}. */
    private String place(int depth) {
        if (depth == 1 && kinds[0] != PARTS && lengths[1] < 0) {
            return "element " + path[0];
        }
        StringBuilder place = new StringBuilder("element ");
        for (int i = 0; i < depth; i++) {
            place.append('[').append(path[i]).append(']');
        }
        return place.toString();
    }
}
