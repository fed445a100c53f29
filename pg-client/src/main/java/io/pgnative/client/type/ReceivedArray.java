package io.pgnative.client.type;

import io.pgnative.client.PgArray;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array whose elements are still to be read, once, one after the other. Small, since one is made for each array: the
 * shape is there only if it is needed.
 */
abstract class ReceivedArray {

    final Codec element;
    private final int count;
    private final int lowerBound;

    /** Null for an array of one dimension, which the count and the lower bound describe. */
    private final @Nullable ArrayShape shape;

    /** How many elements have been read. */
    int read;

    private ReceivedArray(Codec element, int count, int lowerBound, @Nullable ArrayShape shape) {
        this.element = element;
        this.count = count;
        this.lowerBound = lowerBound;
        this.shape = shape;
    }

    /** From the binary format. */
    static ReceivedArray of(Codec element, byte[] bytes, int offset, int length) {
        int dimensions = ArrayFormat.dimensions(bytes, offset, length, element.oid());
        int count = ArrayFormat.elements(bytes, offset, length, dimensions);
        ArrayShape shape = null;
        int lowerBound = 1;
        if (dimensions == 1 && count > 0) {
            lowerBound = ArrayFormat.lowerBound(bytes, offset, count);
        } else {
            shape = ArrayFormat.shape(bytes, offset, dimensions, count);
        }
        int begin = offset + ArrayFormat.firstElement(dimensions);
        return new Binary(element, count, lowerBound, shape, bytes, begin, offset + length);
    }

    /** From the text form. */
    static ReceivedArray of(Codec element, String text, char delimiter) {
        ArrayText.Parsed parsed = ArrayText.parse(text, delimiter);
        return new Text(element, parsed.shape(), parsed.elements());
    }

    private int dimensions() {
        return shape == null ? 1 : shape.dimensions();
    }

    private ArrayShape shape() {
        return shape == null ? ArrayShape.ofLength(count, lowerBound) : shape;
    }

    /**
     * As a Java array, or one of arrays.
     *
     * @param leaf the class of the elements
     */
    final Object nested(Class<?> leaf, ArrayTarget target) {
        Object array;
        if (dimensions() < 2) {
            array = Array.newInstance(leaf, count);
            fill(target, array, count);
        } else {
            int[] lengths = shape().lengths();
            array = Array.newInstance(leaf, lengths);
            fillParts(target, (Object[]) array, lengths, 0);
        }
        end();
        return array;
    }

    private void fillParts(ArrayTarget target, Object[] parts, int[] lengths, int dimension) {
        for (Object part : parts) {
            if (dimension + 2 == lengths.length) {
                fill(target, part, lengths[dimension + 1]);
            } else {
                fillParts(target, (Object[]) part, lengths, dimension + 1);
            }
        }
    }

    /**
     * As a class of Java arrays.
     *
     * @return null if no element can be stored in one
     */
    final @Nullable Object nestedAs(Class<?> as) {
        int dimensions = Math.max(1, dimensions());
        Class<?> leaf = as;
        for (int i = 0; i < dimensions; i++) {
            Class<?> inner = leaf.getComponentType();
            if (inner == null && leaf != Object.class) {
                throw new DecodeException("an array of " + dimensions + " dimensions cannot be read as "
                        + as.getSimpleName() + "; ask for a class of as many, for List or for PgArray");
            }
            // An array of objects holds arrays as well.
            leaf = inner == null ? leaf : inner;
        }
        ArrayTarget target = ArrayTarget.of(leaf);
        return target == null ? null : nested(leaf, target);
    }

    final List<@Nullable Object> list() {
        @Nullable Object[] elements = flat(ArrayTarget.DEFAULT);
        return dimensions() < 2 ? unmodifiable(elements) : list(elements, shape().lengths(), 0, 0, count);
    }

    private static List<@Nullable Object> list(
            @Nullable Object[] elements, int[] lengths, int dimension, int from, int size) {
        if (dimension == lengths.length - 1) {
            return unmodifiable(Arrays.copyOfRange(elements, from, from + size));
        }
        List<@Nullable Object> parts = new ArrayList<>(lengths[dimension]);
        int each = size / lengths[dimension];
        for (int i = 0; i < lengths[dimension]; i++) {
            parts.add(list(elements, lengths, dimension + 1, from + i * each, each));
        }
        return Collections.unmodifiableList(parts);
    }

    private static List<@Nullable Object> unmodifiable(@Nullable Object[] elements) {
        return Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(elements));
    }

    final PgArray<@Nullable Object> shaped() {
        ArrayShape whole = shape();
        return PgArray.<@Nullable Object>of(
                whole.lengths(), whole.lowerBounds(), unmodifiable(flat(ArrayTarget.DEFAULT)));
    }

    /** As the server writes it, with the elements as a target for strings has them. */
    final String text(ArrayTarget target, char delimiter) {
        @Nullable String[] elements = new @Nullable String[count];
        fill(target, elements, count);
        end();
        ArrayShape whole = shape();
        StringBuilder out = new StringBuilder();
        if (!whole.countsFromOne()) {
            ArrayText.appendBounds(out, whole.lengths(), whole.lowerBounds());
        }
        appendPart(out, elements, whole.lengths(), 0, 0, count, delimiter);
        return out.toString();
    }

    private static void appendPart(
            StringBuilder out,
            @Nullable String[] elements,
            int[] lengths,
            int dimension,
            int from,
            int size,
            char delimiter) {
        out.append('{');
        int parts = size == 0 ? 0 : lengths[dimension];
        for (int i = 0; i < parts; i++) {
            if (i > 0) {
                out.append(delimiter);
            }
            if (dimension == lengths.length - 1) {
                ArrayText.appendElement(out, elements[from + i], delimiter);
            } else {
                int each = size / parts;
                appendPart(out, elements, lengths, dimension + 1, from + i * each, each, delimiter);
            }
        }
        out.append('}');
    }

    private @Nullable Object[] flat(ArrayTarget target) {
        @Nullable Object[] elements = new @Nullable Object[count];
        fill(target, elements, count);
        end();
        return elements;
    }

    /** Fills an array of one dimension with the next elements. */
    abstract void fill(ArrayTarget target, Object array, int next);

    /** To be called after the last element. */
    abstract void end();

    final DecodeException located(DecodeException e) {
        return new DecodeException(shape().nameOf(read) + ": " + e.getMessage());
    }

    private static final class Binary extends ReceivedArray {

        private final byte[] bytes;
        private final int end;
        private int at;

        Binary(Codec element, int count, int lowerBound, @Nullable ArrayShape shape, byte[] bytes, int begin, int end) {
            super(element, count, lowerBound, shape);
            this.bytes = bytes;
            this.at = begin;
            this.end = end;
        }

        @Override
        void fill(ArrayTarget target, Object array, int next) {
            int position = at;
            for (int i = 0; i < next; i++) {
                int length = ArrayFormat.elementLength(bytes, position, end);
                position += 4;
                try {
                    if (length == ArrayFormat.NULL) {
                        target.readNull(array);
                    } else {
                        target.read(element, bytes, position, length, array, i);
                        position += length;
                    }
                } catch (DecodeException e) {
                    read += i;
                    throw located(e);
                }
            }
            at = position;
            read += next;
        }

        @Override
        void end() {
            if (at != end) {
                throw ArrayFormat.malformed("there is more than its elements");
            }
        }
    }

    private static final class Text extends ReceivedArray {

        private final @Nullable String[] texts;

        Text(Codec element, ArrayShape shape, @Nullable String[] texts) {
            super(element, texts.length, 1, shape);
            this.texts = texts;
        }

        @Override
        void fill(ArrayTarget target, Object array, int next) {
            for (int i = 0; i < next; i++) {
                String text = texts[read];
                try {
                    if (text == null) {
                        target.readNull(array);
                    } else if (target == ArrayTarget.DEFAULT) {
                        ((@Nullable Object[]) array)[i] = element.parseText(text);
                    } else {
                        // Other classes are asked for only where the elements are exchanged as text.
                        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                        target.read(element, bytes, 0, bytes.length, array, i);
                    }
                } catch (DecodeException e) {
                    throw located(e);
                }
                read++;
            }
        }

        @Override
        void end() {
            // The texts were counted when they were found.
        }
    }
}
