package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the text forms of parts as classes of the caller's choice. */
final class TextForm {

    private TextForm() {}

    /** The classes that a type can be read as are known for the format of the wire alone, so text goes that way. */
    static <T> @Nullable T read(Codec codec, String text, Class<T> as) {
        if (as == Object.class) {
            return as.cast(codec.parseText(text));
        }
        if (!codec.isBinary()) {
            byte[] value = text.getBytes(StandardCharsets.UTF_8);
            return codec.decode(value, 0, value.length, as);
        }
        ByteBuf buffer = Unpooled.buffer();
        try {
            codec.encodeText(text, buffer);
            byte[] value = ByteBufUtil.getBytes(buffer);
            return codec.decode(value, 0, value.length, as);
        } catch (EncodeException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        } finally {
            buffer.release();
        }
    }
}
