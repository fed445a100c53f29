package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: nothing is replaced, on neither way. */
final class Utf8 {

    private Utf8() {}

    static String decode(byte[] bytes, int offset, int length) {
        // The JDK takes ASCII by a vectorised check and one copy. It replaces what is malformed, so a replacement
        // character in its result is either meant or the trace of a fault; only then is it worth to look closely.
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            rejectMalformed(bytes, offset, length);
        }
        return text;
    }

    private static void rejectMalformed(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
        } catch (CharacterCodingException e) {
            throw new DecodeException("malformed text: not valid UTF-8");
        }
    }

    static void encode(CharSequence text, ByteBuf out) {
        int chars = text.length();
        long bytes = encodedLength(text, chars);
        ValueSize.require(bytes);
        if (bytes == chars) {
            ByteBufUtil.writeAscii(out, text);
        } else {
            ByteBufUtil.reserveAndWriteUtf8(out, text, (int) bytes);
        }
    }

    /** The bytes of a short text. */
    static byte[] bytes(CharSequence text) {
        encodedLength(text, text.length());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long encodedLength(CharSequence text, int chars) {
        long bytes = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new EncodeException("holds the character U+0000, which PostgreSQL cannot store in text");
            }
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                bytes++;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 2;
                i++;
            } else {
                throw new EncodeException("holds half of a surrogate pair, which is no character");
            }
        }
        return bytes;
    }
}
