package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one dimension. The default is a Java array of the element's default class; read can be any array whose
 * class the elements can be read as, of primitives too, and a {@link List} that cannot be changed. Given can be any
 * Java array or {@link Collection}. Elements are counted from 0 in messages.
 */
public final class ArrayCodec extends Codec {

    /**
     * Values of some types take far more memory when they are read than they were sent with, up to a limit for each
     * value. An array of them must not multiply that: it may take so many times its length, and so much in any case.
     */
    private static final int EXPANSION_FACTOR = 64;

    private static final int EXPANSION_FLOOR = 1024 * 1024;

    private static final String GIVE = "a Java array or a Collection";

    private final Codec element;

    /**
     * Makes one.
     *
     * @param oid the OID of the array type
     * @param typeName its name, such as {@code int4[]}
     * @param element the codec of its elements
     * @param delimiter what stands between elements in the text form: a comma but for {@code box}
     */
    public ArrayCodec(int oid, String typeName, Codec element, char delimiter) {
        super(oid, typeName, element.javaType().arrayType());
        this.element = element;
    }

    // Reading.

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return read(bytes, offset, length, element.javaType(), ArrayTarget.DEFAULT);
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == Object.class || as == javaType()) {
            return (T) decode(bytes, offset, length);
        }
        if (as == List.class || as == Collection.class || as == Iterable.class) {
            @Nullable Object[] elements = (@Nullable Object[]) decode(bytes, offset, length);
            return (T) Collections.unmodifiableList(Arrays.asList(elements));
        }
        if (as == String.class) {
            return (T) getString(bytes, offset, length);
        }
        Class<?> component = as.getComponentType();
        ArrayTarget target = component == null ? null : ArrayTarget.of(component);
        if (component == null || target == null) {
            throw cannotBeReadAs(as);
        }
        return (T) read(bytes, offset, length, component, target);
    }

    private Object read(byte[] bytes, int offset, int length, Class<?> component, ArrayTarget target) {
        int count = ArrayFormat.elements(bytes, offset, length, element.oid());
        int end = offset + length;
        int at = Math.min(end, offset + ArrayFormat.firstElement());
        refuseExpansion(bytes, at, count, end);
        Object array = Array.newInstance(component, count);
        for (int i = 0; i < count; i++) {
            int elementLength = ArrayFormat.elementLength(bytes, at, end);
            at += 4;
            try {
                if (elementLength == ArrayFormat.NULL) {
                    target.readNull(array);
                } else {
                    target.read(element, bytes, at, elementLength, array, i);
                    at += elementLength;
                }
            } catch (DecodeException e) {
                throw new DecodeException("element " + i + ": " + e.getMessage());
            }
        }
        if (at != end) {
            throw ArrayFormat.malformed("there is more than its elements");
        }
        return array;
    }

    /** Before anything is read, since reading such values takes its time too. */
    private void refuseExpansion(byte[] bytes, int firstElement, int count, int end) {
        long left = EXPANSION_FLOOR + (long) EXPANSION_FACTOR * (end - firstElement);
        int at = firstElement;
        for (int i = 0; i < count; i++) {
            int elementLength = ArrayFormat.elementLength(bytes, at, end);
            at += 4;
            if (elementLength == ArrayFormat.NULL) {
                continue;
            }
            int expanded = element.expandedLength(bytes, at, elementLength);
            if (expanded == AS_SENT) {
                return;
            }
            left -= expanded;
            if (left < 0) {
                throw new DecodeException("the array would take more than " + EXPANSION_FACTOR
                        + " times the memory that it was sent with; use unnest");
            }
            at += elementLength;
        }
    }

    /** As the server writes arrays, with elements as their own text. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        @Nullable String[] elements = (@Nullable String[]) read(bytes, offset, length, String.class, ArrayTarget.TEXT);
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < elements.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            appendText(text, elements[i]);
        }
        return text.append('}').toString();
    }

    private static void appendText(StringBuilder out, @Nullable String text) {
        if (text == null) {
            out.append("NULL");
        } else if (needsQuotes(text)) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\');
                }
                out.append(c);
            }
            out.append('"');
        } else {
            out.append(text);
        }
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("NULL")) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if (" \t\n\r\013\f{},\"\\".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    // Writing.

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof byte[]
                || !(value instanceof Collection<?> || value.getClass().isArray())) {
            throw ScalarCodec.doesNotTake(value, GIVE);
        }
        Writer writer = new Writer(element, out);
        if (value instanceof Collection<?> collection) {
            for (Object item : collection) {
                writer.write(item);
            }
        } else if (value instanceof Object[] array) {
            for (Object item : array) {
                writer.write(item);
            }
        } else {
            writePrimitives(value, writer);
        }
        writer.finish();
    }

    private static void writePrimitives(Object array, Writer writer) {
        if (array instanceof int[] numbers) {
            for (int number : numbers) {
                writer.writeLong(number);
            }
        } else if (array instanceof long[] numbers) {
            for (long number : numbers) {
                writer.writeLong(number);
            }
        } else if (array instanceof short[] numbers) {
            for (short number : numbers) {
                writer.writeLong(number);
            }
        } else if (array instanceof double[] numbers) {
            for (double number : numbers) {
                writer.writeDouble(number);
            }
        } else {
            // float[], boolean[] and char[]: rarer, so boxing does.
            int length = Array.getLength(array);
            for (int i = 0; i < length; i++) {
                writer.write(Array.get(array, i));
            }
        }
    }

    /** Writes the header with blanks, then elements, and fills the blanks in at the end. */
    private static final class Writer {

        private final Codec element;
        private final ByteBuf out;
        private final int begin;
        private int count;
        private boolean hasNulls;

        Writer(Codec element, ByteBuf out) {
            this.element = element;
            this.out = out;
            this.begin = out.writerIndex();
            out.writeZero(ArrayFormat.firstElement());
        }

        void write(@Nullable Object value) {
            int start = startElement();
            if (value == null) {
                hasNulls = true;
                out.setInt(start, ArrayFormat.NULL);
                count++;
                return;
            }
            try {
                element.encode(value, out);
            } catch (EncodeException e) {
                throw located(e);
            }
            endElement(start);
        }

        void writeLong(long value) {
            int start = startElement();
            try {
                element.encodeLong(value, out);
            } catch (EncodeException e) {
                throw located(e);
            }
            endElement(start);
        }

        void writeDouble(double value) {
            int start = startElement();
            try {
                element.encodeDouble(value, out);
            } catch (EncodeException e) {
                throw located(e);
            }
            endElement(start);
        }

        private int startElement() {
            int start = out.writerIndex();
            out.writeInt(0);
            return start;
        }

        private void endElement(int start) {
            out.setInt(start, out.writerIndex() - start - 4);
            count++;
        }

        private EncodeException located(EncodeException e) {
            return new EncodeException("element " + count + ": " + e.getMessage());
        }

        void finish() {
            if (count == 0) {
                out.writerIndex(begin + ArrayFormat.HEADER);
            } else {
                out.setInt(begin, 1);
                out.setInt(begin + 4, hasNulls ? 1 : 0);
                out.setInt(begin + 12, count);
                out.setInt(begin + 16, 1);
            }
            out.setInt(begin + 8, element.oid());
        }
    }
}
