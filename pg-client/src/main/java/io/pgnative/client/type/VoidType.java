package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code void}, what procedures in the shape of functions give: no bytes, read as null; as a parameter anything does.
 */
final class VoidType extends ScalarCodec {

    private VoidType() {
        super(2278, NO_ARRAY, "void", Void.class, Alternatives.builder().build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new VoidType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        // Nothing stands for every value.
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        if (!text.isEmpty()) {
            throw new EncodeException("is not empty");
        }
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        expectLength(length, 0);
        return null;
    }
}
