package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Another codec by its text form alone, for a type that has no binary one. */
final class TextOnlyCodec extends Codec {

    private final Codec base;

    TextOnlyCodec(Codec base) {
        super(base.oid(), base.typeName(), base.javaType());
        this.base = base;
    }

    @Override
    public boolean isBinary() {
        return false;
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        Utf8.encode(base.formatText(value), out);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        return base.parseText(Utf8.decode(bytes, offset, length));
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        return as == String.class
                || as == CharSequence.class
                || CustomCodec.boxed(as).isAssignableFrom(base.javaType());
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <T> @Nullable T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == String.class || as == CharSequence.class) {
            return (T) Utf8.decode(bytes, offset, length);
        }
        Object value = decode(bytes, offset, length);
        if (value != null && !CustomCodec.boxed(as).isInstance(value)) {
            throw cannotBeReadAs(as);
        }
        return (T) value;
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return Utf8.decode(bytes, offset, length);
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
