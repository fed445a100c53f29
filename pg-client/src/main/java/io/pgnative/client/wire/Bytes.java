package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable bytes with value equality, for the binary fields of messages. Its text shows the length only, so that no
 * message shows a key, a password proof or a column value.
 */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /**
     * Copies an array.
     *
     * @param content copied
     * @return the same bytes
     */
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /**
     * Encodes a text.
     *
     * @param text any text
     * @return its UTF-8 form
     */
    public static Bytes utf8(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads bytes.
     *
     * @param in has at least {@code length} readable bytes
     * @param length how many
     * @return a copy
     */
    static Bytes read(ByteBuf in, int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] content = new byte[length];
        in.readBytes(content);
        return new Bytes(content);
    }

    /**
     * How many.
     *
     * @return the length
     */
    public int length() {
        return content.length;
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toArray() {
        return content.clone();
    }

    /**
     * Decodes a text; bytes that are no UTF-8 become U+FFFD.
     *
     * @return the text
     */
    public String toUtf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /**
     * Appends the bytes to a buffer.
     *
     * @param out appended to
     */
    public void write(ByteBuf out) {
        out.writeBytes(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "<" + content.length + " bytes>";
    }
}
