package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Composite;
import java.util.List;

/** Composite types. */
public final class CompositeCodec extends Codec {

    /**
     * A field of a composite type.
     *
     * @param name its name
     * @param codec the codec of its type
     */
    public record Field(String name, Codec codec) {}

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param fields its fields in their order, without dropped ones
     */
    public CompositeCodec(int oid, String typeName, List<Field> fields) {
        super(oid, typeName, Composite.class);
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
