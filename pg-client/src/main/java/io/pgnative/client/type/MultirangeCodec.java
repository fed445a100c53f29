package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Multirange;

/** Multirange types. */
public final class MultirangeCodec extends Codec {

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param range the codec of its ranges
     */
    public MultirangeCodec(int oid, String typeName, RangeCodec range) {
        super(oid, typeName, Multirange.class);
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
