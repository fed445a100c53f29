package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.function.IntFunction;

/** anyarray. */
public final class AnyArrayCodec extends Codec {

    /**
     * Makes one.
     *
     * @param codecs gives the codec of a type by its OID
     */
    public AnyArrayCodec(IntFunction<Codec> codecs) {
        super(2277, "anyarray", Object.class);
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
