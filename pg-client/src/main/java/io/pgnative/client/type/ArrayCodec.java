package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgArray;
import java.util.Collection;
import java.util.List;

/**
 * Arrays of up to six dimensions. The default is a Java array of the element's default class, nested for more than one
 * dimension; read can be any array whose class the elements can be read as, of primitives too, a {@link List} that
 * cannot be changed, and a {@link PgArray}, which alone keeps the lower bounds. Given can be any Java array or
 * {@link Iterable}, nested for more dimensions, and a {@link PgArray}. Elements are counted from 0 in messages.
 *
 * <p>An array is binary if its elements are.
 */
public final class ArrayCodec extends Codec {

    private final Codec element;
    private final char delimiter;
    private final int depth;

    /**
     * Makes one.
     *
     * @param oid the OID of the array type
     * @param typeName its name, such as {@code int4[]}
     * @param element the codec of its elements
     * @param delimiter what stands between elements in the text form: a comma but for {@code box}
     */
    public ArrayCodec(int oid, String typeName, Codec element, char delimiter) {
        super(oid, typeName, leaf(element).arrayType());
        this.element = element;
        this.delimiter = delimiter;
        this.depth = element.depth() + 1;
    }

    /** Arrays that are elements, which a domain makes of them, may be of any number of dimensions. */
    private static Class<?> leaf(Codec element) {
        return element.depth() > 0 && element.javaType().isArray() ? Object.class : element.javaType();
    }

    @Override
    public boolean isBinary() {
        return element.isBinary();
    }

    @Override
    int depth() {
        return depth;
    }

    /**
     * There is no telling where a domain over arrays ends and the array of it begins, so the array is taken as flat.
     */
    @Override
    boolean isDimension(Object item) {
        return false;
    }

    // Reading.

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return received(bytes, offset, length).nested(leaf(element), ArrayTarget.DEFAULT);
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        if (as.isArray()) {
            Class<?> leaf = as.componentType();
            while (leaf.isArray() && !element.isReadableAs(leaf)) {
                leaf = leaf.componentType();
            }
            return ArrayTarget.of(leaf) != null && element.isReadableAs(leaf);
        }
        return super.isReadableAs(as)
                || as == PgArray.class
                || as == List.class
                || as == Collection.class
                || as == Iterable.class;
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == Object.class) {
            return (T) decode(bytes, offset, length);
        }
        if (as == String.class) {
            return (T) getString(bytes, offset, length);
        }
        if (as == PgArray.class) {
            return (T) received(bytes, offset, length).shaped();
        }
        if (as == List.class || as == Collection.class || as == Iterable.class) {
            return (T) received(bytes, offset, length).list();
        }
        Object array = as.isArray() ? received(bytes, offset, length).nestedAs(as) : null;
        if (array == null) {
            throw cannotBeReadAs(as);
        }
        return (T) array;
    }

    /** As the server writes arrays, with elements as their own text. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return isBinary()
                ? Nesting.checkText(this, received(bytes, offset, length).text(ArrayTarget.TEXT, delimiter), length)
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        return isBinary()
                ? Nesting.checkText(
                        this, received(bytes, offset, length).text(ArrayTarget.TEXT_FORM, delimiter), length)
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    public Object parseText(String text) {
        return received(text).nested(leaf(element), ArrayTarget.DEFAULT);
    }

    private ReceivedArray received(byte[] bytes, int offset, int length) {
        if (!isBinary()) {
            return received(Utf8.decode(bytes, offset, length));
        }
        Nesting.checkDepth(this);
        Nesting.checkExpansion(this, bytes, offset, length);
        return ReceivedArray.of(element, bytes, offset, length);
    }

    private ReceivedArray received(String text) {
        Nesting.checkDepth(this);
        return ReceivedArray.of(element, text, delimiter);
    }

    @Override
    boolean expands() {
        return element.expands();
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        if (depthLeft == 0) {
            throw Nesting.tooDeep();
        }
        int dimensions = ArrayFormat.dimensions(bytes, offset, length, element.oid());
        int count = ArrayFormat.elements(bytes, offset, length, dimensions);
        int at = offset + ArrayFormat.firstElement(dimensions);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int each = ArrayFormat.elementLength(bytes, at, offset + length);
            at += 4;
            if (each != ArrayFormat.NULL) {
                sum += element.measure(bytes, at, each, depthLeft - 1);
                at += each;
            }
        }
        return sum;
    }

    // Writing.

    @Override
    public void encode(Object value, ByteBuf out) {
        if (isBinary()) {
            Nesting.checkDepthToWrite(this);
            ArrayWalk.walk(value, new ArraySink.Binary(element, out));
        } else {
            Utf8.encode(formatText(value), out);
        }
    }

    @Override
    public String formatText(Object value) {
        Nesting.checkDepthToWrite(this);
        ArraySink.Text sink = new ArraySink.Text(element, delimiter);
        ArrayWalk.walk(value, sink);
        return sink.toString();
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        if (!isBinary()) {
            Utf8.encode(text, out);
            return;
        }
        ArrayText.Parsed parsed = ArrayText.parse(text, delimiter);
        ArrayShape shape = parsed.shape();
        ArraySink.Binary sink = new ArraySink.Binary(element, out);
        if (shape.dimensions() > 0) {
            sink.bounds(shape.lengths(), shape.lowerBounds());
            sink.begin(shape.dimensions());
            for (String each : parsed.elements()) {
                sink.writeText(each);
            }
        }
        sink.end(shape.lengths());
    }
}
