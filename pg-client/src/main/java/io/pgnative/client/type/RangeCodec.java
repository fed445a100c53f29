package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Range;

/** Range types. */
public final class RangeCodec extends Codec {

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param bound the codec of its subtype
     */
    public RangeCodec(int oid, String typeName, Codec bound) {
        super(oid, typeName, Range.class);
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        throw ScalarCodec.doesNotTake(value, "x");
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        throw new DecodeException("x");
    }

    @Override
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        throw cannotBeReadAs(as);
    }
}
