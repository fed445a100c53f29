package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;

/**
 * The text forms of {@code bytea}: {@code \x} with hexadecimal digits; or, with {@code bytea_output = escape}, ASCII
 * with two backslashes for one and a backslash with three octal digits for what cannot be printed.
 */
final class ByteaText {

    private static final String HEX = "\\x";

    private ByteaText() {}

    static void encode(String text, ByteBuf out) {
        if (text.startsWith(HEX)) {
            encodeHex(text, out);
        } else {
            encodeEscaped(text, out);
        }
    }

    private static void encodeHex(String text, ByteBuf out) {
        if (text.length() % 2 != 0) {
            throw new EncodeException("has an odd number of hexadecimal digits");
        }
        for (int i = HEX.length(); i < text.length(); i += 2) {
            out.writeByte(digit(text, i, 16) << 4 | digit(text, i + 1, 16));
        }
    }

    private static void encodeEscaped(String text, ByteBuf out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                throw new EncodeException("holds a character that is neither ASCII nor escaped");
            }
            if (c != '\\') {
                out.writeByte(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\\') {
                out.writeByte('\\');
                i++;
            } else {
                int value = digit(text, i + 1, 8) << 6 | digit(text, i + 2, 8) << 3 | digit(text, i + 3, 8);
                if (value > 0xFF) {
                    throw new EncodeException("holds an escape of more than 8 bits");
                }
                out.writeByte(value);
                i += 3;
            }
        }
    }

    private static int digit(String text, int index, int radix) {
        char c = index < text.length() ? text.charAt(index) : 0;
        int digit = c < 0x80 ? Character.digit(c, radix) : -1;
        if (digit < 0) {
            throw new EncodeException("holds an escape that is cut off or has a wrong digit");
        }
        return digit;
    }
}
