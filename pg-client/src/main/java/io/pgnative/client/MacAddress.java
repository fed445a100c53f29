package io.pgnative.client;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A value of the PostgreSQL types {@code macaddr}, of 6 bytes, and {@code macaddr8}, of 8. Immutable. */
public final class MacAddress {

    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");

    private final long value;
    private final int length;

    private MacAddress(long value, int length) {
        this.value = value;
        this.length = length;
    }

    /**
     * An address of bytes.
     *
     * @param bytes 6 or 8
     * @return the address
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static MacAddress of(byte... bytes) {
        if (bytes.length != 6 && bytes.length != 8) {
            throw new IllegalArgumentException("a MAC address has 6 or 8 bytes, not " + bytes.length);
        }
        long value = 0;
        for (byte b : bytes) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(b);
        }
        return new MacAddress(value, bytes.length);
    }

    /**
     * Reads a text form.
     *
     * @param text 6 or 8 bytes of two hexadecimal digits each, with a colon or a hyphen between all of them or nothing
     * @return the address
     * @throws IllegalArgumentException when it is something else
     */
    public static MacAddress parse(CharSequence text) {
        String digits = text.toString();
        if (digits.length() > 2 && (digits.charAt(2) == ':' || digits.charAt(2) == '-')) {
            return of(parse(HexFormat.ofDelimiter(digits.substring(2, 3)), digits));
        }
        return of(parse(HexFormat.of(), digits));
    }

    private static byte[] parse(HexFormat format, String text) {
        try {
            byte[] bytes = format.parseHex(text);
            if (bytes.length == 6 || bytes.length == 8) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Its message shows the text; ours tells what is expected.
        }
        throw new IllegalArgumentException("is no MAC address: expected 6 or 8 bytes of two hexadecimal digits each,"
                + " with a colon or a hyphen between all of them or nothing");
    }

    /**
     * How long the address is.
     *
     * @return 6 or 8
     */
    public int length() {
        return length;
    }

    /**
     * The bytes.
     *
     * @return 6 or 8 of them, as they are written
     */
    public byte[] toByteArray() {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> (Byte.SIZE * (length - 1 - i)));
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MacAddress that && value == that.value && length == that.length;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code 08:00:2b:01:02:03}
     */
    @Override
    public String toString() {
        return FORMAT.formatHex(toByteArray());
    }
}
