package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Values to bytes and back, for tests. Values lie between other bytes, so that a wrong offset shows. */
final class Codecs {

    private static final int MARGIN = 3;

    private Codecs() {}

    static Codec codec(String typeName) {
        List<Codec> found = StreamSupport.stream(TypeRegistry.builtins().spliterator(), false)
                .filter(codec -> codec.typeName().equals(typeName))
                .collect(Collectors.toList());
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " codecs are called " + typeName);
        }
        return found.get(0);
    }

    static byte[] encode(String typeName, Object value) {
        return encode(codec(typeName), value);
    }

    static byte[] encode(Codec codec, Object value) {
        ByteBuf out = Unpooled.buffer();
        try {
            codec.encode(value, out);
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }

    static String encodeHex(String typeName, Object value) {
        return HexFormat.of().formatHex(encode(typeName, value));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] framed(byte[] value) {
        byte[] framed = new byte[value.length + 2 * MARGIN];
        java.util.Arrays.fill(framed, (byte) 0xAA);
        System.arraycopy(value, 0, framed, MARGIN, value.length);
        return framed;
    }

    static int offset() {
        return MARGIN;
    }

    static @Nullable Object decodeOrNull(String typeName, byte[] value) {
        return codec(typeName).decode(framed(value), MARGIN, value.length);
    }

    static Object decode(String typeName, byte[] value) {
        return Objects.requireNonNull(decodeOrNull(typeName, value));
    }

    static Object decode(String typeName, String hex) {
        return decode(typeName, bytes(hex));
    }

    static <T> T decode(String typeName, byte[] value, Class<T> as) {
        return Objects.requireNonNull(codec(typeName).decode(framed(value), MARGIN, value.length, as));
    }

    static <T> T decode(String typeName, String hex, Class<T> as) {
        return decode(typeName, bytes(hex), as);
    }

    static String text(String typeName, byte[] value) {
        return codec(typeName).getString(framed(value), MARGIN, value.length);
    }

    static Object roundTrip(String typeName, Object value) {
        return decode(typeName, encode(typeName, value));
    }

    static <T> T roundTrip(String typeName, Object value, Class<T> as) {
        return decode(typeName, encode(typeName, value), as);
    }
}
