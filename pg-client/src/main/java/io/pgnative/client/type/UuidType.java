package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/** {@code uuid}: 16 bytes. */
final class UuidType extends ScalarCodec {

    private static final int HEX_DIGITS = 32;

    private UuidType() {
        super(2950, 2951, "uuid", UUID.class, Alternatives.builder().build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new UuidType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof UUID uuid) {
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        } else if (value instanceof CharSequence text) {
            parse(text, out);
        } else {
            throw doesNotTake(value, "a UUID or its text");
        }
    }

    /** {@link UUID#fromString} would let groups of wrong length pass. */
    private static void parse(CharSequence text, ByteBuf out) {
        boolean hyphens = text.length() == HEX_DIGITS + 4;
        if (!hyphens && text.length() != HEX_DIGITS) {
            throw notUuid();
        }
        long[] halves = new long[2];
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (hyphens && (i == 8 || i == 13 || i == 18 || i == 23)) {
                if (c != '-') {
                    throw notUuid();
                }
                continue;
            }
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw notUuid();
            }
            halves[digits >>> 4] = halves[digits >>> 4] << 4 | digit;
            digits++;
        }
        out.writeLong(halves[0]);
        out.writeLong(halves[1]);
    }

    private static EncodeException notUuid() {
        return new EncodeException(
                "is no uuid: expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without any");
    }

    @Override
    public UUID decode(byte[] bytes, int offset, int length) {
        expectLength(length, 16);
        return new UUID(Bytes.getLong(bytes, offset), Bytes.getLong(bytes, offset + 8));
    }
}
