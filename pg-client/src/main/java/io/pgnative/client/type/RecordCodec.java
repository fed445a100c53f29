package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Composite;
import java.util.function.IntFunction;

/** Anonymous records. */
public final class RecordCodec extends Codec {

    /**
     * Makes one.
     *
     * @param codecs gives the codec of a type by its OID
     */
    public RecordCodec(IntFunction<Codec> codecs) {
        super(2249, "record", Composite.class);
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
