package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A composite type that is read as a class of the user's by default. */
final class ClassCodec extends Codec {

    private final Codec base;

    ClassCodec(Codec base, Class<?> type) {
        super(base.oid(), base.typeName(), type);
        this.base = base;
    }

    @Override
    public boolean isBinary() {
        return base.isBinary();
    }

    @Override
    int depth() {
        return base.depth();
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        base.encode(value, out);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        return base.decode(bytes, offset, length, javaType());
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        return base.isReadableAs(as);
    }

    @Override
    public <T> @Nullable T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == Object.class) {
            @SuppressWarnings("unchecked") // everything is an Object
            T value = (T) decode(bytes, offset, length);
            return value;
        }
        return base.decode(bytes, offset, length, as);
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return base.getString(bytes, offset, length);
    }

    @Override
    public @Nullable Object parseText(String text) {
        return base.parseText(text);
    }

    @Override
    public String formatText(Object value) {
        return base.formatText(value);
    }
}
