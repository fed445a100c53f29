package io.pgnative.client;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A value of the PostgreSQL types {@code bit} and {@code varbit}: bits in a row, the leftmost being number 0. The
 * length is part of it: {@code 10} does not equal {@code 100}. Immutable.
 */
public final class BitString {

    private final byte[] bytes;
    private final int length;

    private BitString(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * Packed bits.
     *
     * @param bytes 8 bits each, the first being the highest; copied
     * @param length how many of them count
     * @return the bits
     * @throws IllegalArgumentException when the length does not need just so many bytes
     */
    public static BitString of(byte[] bytes, int length) {
        if (length < 0 || bytes.length != bytesFor(length)) {
            throw new IllegalArgumentException(length + " bits do not take " + bytes.length + " bytes");
        }
        byte[] copy = bytes.clone();
        if (length % Byte.SIZE != 0) {
            copy[copy.length - 1] &= (byte) (0xFF << (Byte.SIZE - length % Byte.SIZE));
        }
        return new BitString(copy, length);
    }

    private static int bytesFor(int length) {
        return (int) ((length + 7L) / Byte.SIZE);
    }

    /**
     * The bits of a set, which does not know how many zeros are at its end.
     *
     * @param bits those that are 1
     * @param length how many bits there are
     * @return the bits
     * @throws IllegalArgumentException when the set holds bits beyond the length
     */
    public static BitString of(BitSet bits, int length) {
        if (length < bits.length()) {
            throw new IllegalArgumentException("the set holds bits beyond the length of " + length);
        }
        byte[] bytes = new byte[bytesFor(length)];
        for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
            set(bytes, i);
        }
        return new BitString(bytes, length);
    }

    /**
     * The bits of an array.
     *
     * @param bits true for 1
     * @return the bits
     */
    public static BitString of(boolean... bits) {
        byte[] bytes = new byte[bytesFor(bits.length)];
        for (int i = 0; i < bits.length; i++) {
            if (bits[i]) {
                set(bytes, i);
            }
        }
        return new BitString(bytes, bits.length);
    }

    /**
     * Reads PostgreSQL's text form.
     *
     * @param text of the characters 0 and 1
     * @return the bits
     * @throws IllegalArgumentException when there are other characters
     */
    public static BitString parse(CharSequence text) {
        byte[] bytes = new byte[bytesFor(text.length())];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '1') {
                set(bytes, i);
            } else if (c != '0') {
                throw new IllegalArgumentException("is no bit string: expected nothing but the characters 0 and 1");
            }
        }
        return new BitString(bytes, text.length());
    }

    private static void set(byte[] bytes, int index) {
        bytes[index / Byte.SIZE] |= (byte) (0x80 >>> index % Byte.SIZE);
    }

    /**
     * How many bits there are.
     *
     * @return the length
     */
    public int length() {
        return length;
    }

    /**
     * A bit.
     *
     * @param index 0 for the leftmost
     * @return whether it is 1
     * @throws IndexOutOfBoundsException when there is none
     */
    public boolean get(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("bit " + index + " of " + length);
        }
        return (bytes[index / Byte.SIZE] & 0x80 >>> index % Byte.SIZE) != 0;
    }

    /**
     * The bits as a set.
     *
     * @return the numbers of those that are 1, 0 being the leftmost
     */
    public BitSet toBitSet() {
        BitSet bits = new BitSet(length);
        for (int i = 0; i < length; i++) {
            bits.set(i, get(i));
        }
        return bits;
    }

    /**
     * The bits as an array.
     *
     * @return true for 1
     */
    public boolean[] toBooleanArray() {
        boolean[] bits = new boolean[length];
        for (int i = 0; i < length; i++) {
            bits[i] = get(i);
        }
        return bits;
    }

    /**
     * The packed bits.
     *
     * @return a copy; 8 bits each, the first being the highest, and zeros behind the last
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BitString that && length == that.length && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * length + Arrays.hashCode(bytes);
    }

    /**
     * PostgreSQL's text form.
     *
     * @return of the characters 0 and 1
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(get(i) ? '1' : '0');
        }
        return text.toString();
    }
}
