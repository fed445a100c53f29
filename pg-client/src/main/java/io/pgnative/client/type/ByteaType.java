package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** {@code bytea}: the bytes themselves. What is given stays unread, what is read is a copy. */
final class ByteaType extends ScalarCodec {

    private static final String GIVE = "a byte[], a Buffer or a ByteBuffer";

    private ByteaType() {
        super(
                17,
                1001,
                "bytea",
                Buffer.class,
                Alternatives.builder()
                        .add(byte[].class, (codec, bytes, offset, length) -> copy(bytes, offset, length))
                        .add(
                                ByteBuffer.class,
                                (codec, bytes, offset, length) -> ByteBuffer.wrap(copy(bytes, offset, length)))
                        .build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new ByteaType());
    }

    private static byte[] copy(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof byte[] array) {
            ValueSize.require(array.length);
            out.writeBytes(array);
        } else if (value instanceof Buffer buffer) {
            ValueSize.require(buffer.length());
            out.writeBytes(buffer.getBytes());
        } else if (value instanceof ByteBuffer buffer) {
            ValueSize.require(buffer.remaining());
            out.writeBytes(buffer.duplicate());
        } else if (value instanceof ByteBuf buffer) {
            ValueSize.require(buffer.readableBytes());
            out.writeBytes(buffer, buffer.readerIndex(), buffer.readableBytes());
        } else {
            throw doesNotTake(value, GIVE);
        }
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        ByteaText.encode(text, out);
    }

    @Override
    public Buffer decode(byte[] bytes, int offset, int length) {
        return Buffer.buffer(length).appendBytes(bytes, offset, length);
    }

    /** As the server writes it with {@code bytea_output = hex}. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return "\\x" + HexFormat.of().formatHex(bytes, offset, offset + length);
    }
}
