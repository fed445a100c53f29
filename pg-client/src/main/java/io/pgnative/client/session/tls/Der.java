package io.pgnative.client.session.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The few values of DER (X.690) that private keys are made of. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int LONG_FORM = 0x80;
    private static final int BYTE = 0xff;

    private final byte[] content;
    private int at;

    private Der(byte[] content) {
        this.content = content;
    }

    /**
     * A value of parts.
     *
     * @param tag such as {@link #SEQUENCE}
     * @param parts what it holds, each a value or plain bytes
     * @return the value with tag and length
     */
    static byte[] value(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < LONG_FORM) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
            out.write(LONG_FORM | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (i * Byte.SIZE));
            }
        }
        for (byte[] part : parts) {
            out.write(part, 0, part.length);
        }
        return out.toByteArray();
    }

    /**
     * What a sequence holds, to be taken value by value.
     *
     * @param encoded one sequence and nothing else
     * @throws IllegalArgumentException if it is something else
     */
    static Der sequence(byte[] encoded) {
        Der outer = new Der(encoded);
        byte[] whole = outer.next(SEQUENCE);
        if (outer.at != encoded.length) {
            throw new IllegalArgumentException("bytes follow the sequence");
        }
        return new Der(contentOf(whole));
    }

    /** Whether the next value has this tag. */
    boolean nextIs(int tag) {
        return at < content.length && (content[at] & BYTE) == tag;
    }

    /**
     * Takes the next value.
     *
     * @param tag that it has to have
     * @return the value with tag and length
     * @throws IllegalArgumentException if it has another one, or does not end
     */
    byte[] next(int tag) {
        if (!nextIs(tag)) {
            throw new IllegalArgumentException("expected a value with the tag " + tag);
        }
        int begin = at;
        int end = at + headerLength(content, begin) + contentLength(content, begin);
        if (end > content.length) {
            throw new IllegalArgumentException("a value does not end");
        }
        at = end;
        return Arrays.copyOfRange(content, begin, end);
    }

    /** The value without tag and length. */
    static byte[] contentOf(byte[] value) {
        return Arrays.copyOfRange(value, headerLength(value, 0), value.length);
    }

    private static int headerLength(byte[] bytes, int begin) {
        int first = lengthByte(bytes, begin + 1);
        return first < LONG_FORM ? 2 : 2 + (first & ~LONG_FORM);
    }

    private static int contentLength(byte[] bytes, int begin) {
        int first = lengthByte(bytes, begin + 1);
        if (first < LONG_FORM) {
            return first;
        }
        int count = first & ~LONG_FORM;
        // Three bytes tell of 16 MiB, which no key has.
        if (count == 0 || count > 3) {
            throw new IllegalArgumentException("a value has no length that a key has");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << Byte.SIZE) | lengthByte(bytes, begin + 2 + i);
        }
        return length;
    }

    private static int lengthByte(byte[] bytes, int index) {
        if (index >= bytes.length) {
            throw new IllegalArgumentException("a value does not end");
        }
        return bytes[index] & BYTE;
    }
}
