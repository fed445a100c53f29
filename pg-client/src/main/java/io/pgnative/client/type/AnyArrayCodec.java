package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.function.IntFunction;

/**
 * {@code anyarray}, the type of columns such as {@code pg_stats.histogram_bounds}: arrays of which each names the type
 * of its elements. Read as arrays of that type are. The server takes none.
 */
public final class AnyArrayCodec extends Codec {

    private static final int OID = 2277;

    private final IntFunction<Codec> codecs;

    /**
     * Makes one.
     *
     * @param codecs gives the codec of a type by its OID; one that is not binary for a type that is not known
     */
    public AnyArrayCodec(IntFunction<Codec> codecs) {
        super(OID, "anyarray", Object.class);
        this.codecs = codecs;
    }

    @Override
    int depth() {
        return 1;
    }

    private ArrayCodec array(byte[] bytes, int offset, int length) {
        if (length < ArrayFormat.HEADER) {
            throw ArrayFormat.malformed("its header is cut off");
        }
        Codec element = codecs.apply(ArrayFormat.elementOid(bytes, offset));
        if (!element.isBinary()) {
            throw new DecodeException("the binary format of its elements of type " + element.typeName()
                    + " is not known; cast the array to text in SQL");
        }
        return new ArrayCodec(OID, element.typeName() + "[]", element, TypeRegistry.delimiter(element.oid()));
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return array(bytes, offset, length).decode(bytes, offset, length);
    }

    /** The type of the elements shows with the values only. */
    @Override
    public boolean isReadableAs(Class<?> as) {
        return true;
    }

    @Override
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        return array(bytes, offset, length).decode(bytes, offset, length, as);
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return array(bytes, offset, length).getString(bytes, offset, length);
    }

    /** The text form does not tell the type, so that all elements are text. */
    @Override
    public Object parseText(String text) {
        return new ArrayCodec(OID, typeName(), TextTypes.unknown(0), ',').parseText(text);
    }

    /** A record can hold what anyarray can, so its depth is that of the bytes. */
    @Override
    boolean expands() {
        return true;
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        ArrayCodec array = array(bytes, offset, length);
        return array.expands() ? array.measure(bytes, offset, length, depthLeft) : 0;
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        throw refusal();
    }

    @Override
    public String formatText(Object value) {
        throw refusal();
    }

    private static EncodeException refusal() {
        return new EncodeException("is for an anyarray, which PostgreSQL does not take; give an array type in SQL");
    }
}
