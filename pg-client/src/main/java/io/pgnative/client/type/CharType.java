package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code "char"}: one byte without an encoding. As text, byte 0 is the empty string, ASCII is itself and the upper half
 * is a backslash with three octal digits, as servers from version 16 print it.
 */
final class CharType extends ScalarCodec {

    private static final String GIVE = "a String of at most one ASCII character, a Character or a Byte";

    private CharType() {
        super(
                18,
                1002,
                "char",
                String.class,
                Alternatives.builder()
                        .add(Byte.class, (codec, bytes, offset, length) -> value(bytes, offset, length))
                        .add(Character.class, (codec, bytes, offset, length) -> character(bytes, offset, length))
                        .build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new CharType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof CharSequence text) {
            out.writeByte(parse(text));
        } else if (value instanceof Character character) {
            out.writeByte(ascii(character));
        } else if (value instanceof Byte number) {
            out.writeByte(number);
        } else {
            throw doesNotTake(value, GIVE);
        }
    }

    private static int parse(CharSequence text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() == 1) {
            return ascii(text.charAt(0));
        }
        if (text.length() == 4 && text.charAt(0) == '\\') {
            int value = 0;
            for (int i = 1; i < 4; i++) {
                int digit = Character.digit(text.charAt(i), 8);
                value = digit < 0 ? 0x100 : value * 8 + digit;
            }
            if (value <= 0xFF) {
                return value;
            }
        }
        throw new EncodeException("takes one character only");
    }

    private static int ascii(char character) {
        if (character > 0x7F) {
            throw new EncodeException("takes ASCII only; give a Byte for others");
        }
        return character;
    }

    private static byte value(byte[] bytes, int offset, int length) {
        Bytes.expectLength("char", length, 1);
        return bytes[offset];
    }

    private static char character(byte[] bytes, int offset, int length) {
        byte value = value(bytes, offset, length);
        if (value < 0) {
            throw new DecodeException("a \"char\" above 127 is no char; ask for Byte or String");
        }
        return (char) value;
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        int value = Byte.toUnsignedInt(value(bytes, offset, length));
        if (value == 0) {
            return "";
        }
        return value < 0x80 ? String.valueOf((char) value) : "\\" + Integer.toOctalString(value);
    }
}
