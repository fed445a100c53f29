package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A type that is exchanged as text, as one that only a user's codec knows. */
final class TextOnlyCodec extends Codec {

    private final Codec codec;

    TextOnlyCodec(Codec codec) {
        super(codec.oid(), codec.typeName(), codec.javaType());
        this.codec = codec;
    }

    @Override
    public boolean isBinary() {
        return false;
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        Utf8.encode(codec.formatText(value), out);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        return codec.parseText(Utf8.decode(bytes, offset, length));
    }

    @Override
    public <T> @Nullable T decode(byte[] bytes, int offset, int length, Class<T> as) {
        return TextForm.read(codec, Utf8.decode(bytes, offset, length), as);
    }

    @Override
    public Object parseText(String text) {
        return java.util.Objects.requireNonNull(codec.parseText(text));
    }

    @Override
    public String formatText(Object value) {
        return codec.formatText(value);
    }
}
