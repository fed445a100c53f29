package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** {@code bool}: one byte, 0 or 1. */
final class BoolType extends ScalarCodec {

    private BoolType() {
        super(
                16,
                1000,
                "bool",
                Boolean.class,
                Alternatives.builder().add(Boolean.class, Codec::getBoolean).build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new BoolType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof Boolean bool)) {
            throw doesNotTake(value, "a Boolean");
        }
        out.writeByte(bool ? 1 : 0);
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        switch (text) {
            case "t", "true" -> out.writeByte(1);
            case "f", "false" -> out.writeByte(0);
            default -> throw new EncodeException("is neither t nor f");
        }
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        return getBoolean(bytes, offset, length) ? "t" : "f";
    }

    @Override
    public Boolean decode(byte[] bytes, int offset, int length) {
        return getBoolean(bytes, offset, length);
    }

    @Override
    public boolean getBoolean(byte[] bytes, int offset, int length) {
        expectLength(length, 1);
        byte value = bytes[offset];
        if ((value & ~1) != 0) {
            throw new DecodeException("malformed bool: neither 0 nor 1");
        }
        return value == 1;
    }
}
