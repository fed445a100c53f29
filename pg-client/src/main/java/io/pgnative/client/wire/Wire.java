package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data types of the protocol (chapter "Message Data Types"), read strictly and written safely. Readers take from
 * the reader index of a body and throw {@link ProtocolViolation} when it holds less than needed; writers throw
 * {@link IllegalArgumentException} for what cannot be sent. The {@code what} and {@code field} arguments name the place
 * in error texts.
 */
public final class Wire {

    /** The largest message body that a server takes (libpq: PQ_LARGE_MESSAGE_LIMIT), in bytes. */
    public static final int MAX_BODY = 0x3fff_fffe;

    /** The largest count that fits into the 16 bits of a count field. */
    public static final int MAX_COUNT = 0xffff;

    /** The length of a value that is NULL. */
    public static final int NULL_LENGTH = -1;

    private Wire() {}

    /**
     * Begins a message: writes its type, unless it has none, and leaves room for the length.
     *
     * @param out appended to
     * @param type the type byte, or {@link MessageType#UNTYPED}
     * @return where the length word is, for {@link #endMessage}
     */
    public static int beginMessage(ByteBuf out, byte type) {
        if (type != MessageType.UNTYPED) {
            out.writeByte(type);
        }
        int lengthIndex = out.writerIndex();
        out.writeInt(0);
        return lengthIndex;
    }

    /**
     * Ends a message: sets its length.
     *
     * @param out what the message was written to
     * @param lengthIndex what {@link #beginMessage} returned
     * @throws IllegalArgumentException if the message is too large
     */
    public static void endMessage(ByteBuf out, int lengthIndex) {
        int length = out.writerIndex() - lengthIndex;
        requireSendable(length - 4L, "message");
        out.setInt(lengthIndex, length);
    }

    /**
     * Refuses what is too large for one message. To be called with sums before anything is written.
     *
     * @param bytes how many bytes there are to send
     * @param field names them
     * @throws IllegalArgumentException above {@link #MAX_BODY}
     */
    public static void requireSendable(long bytes, String field) {
        if (bytes > MAX_BODY) {
            throw new IllegalArgumentException(
                    field + " has " + bytes + " bytes; one message can hold at most " + MAX_BODY);
        }
    }

    /**
     * Checks a string for the protocol and measures it.
     *
     * @param value the string
     * @param field names it
     * @return its length in UTF-8
     * @throws IllegalArgumentException if it contains NUL or a lone surrogate, or is too large
     */
    public static int utf8Length(String value, String field) {
        long bytes = 0;
        int chars = value.length();
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    throw new IllegalArgumentException(
                            field + " contains a NUL character at index " + i + "; PostgreSQL text cannot hold one");
                }
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(value.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new IllegalArgumentException(
                        field + " contains a lone surrogate at index " + i + "; it has no UTF-8 form");
            }
        }
        requireSendable(bytes, field);
        return (int) bytes;
    }

    /**
     * Writes a String: UTF-8 and a NUL.
     *
     * @param out appended to
     * @param value the string
     * @param field names it
     * @throws IllegalArgumentException see {@link #utf8Length}; nothing is written then
     */
    public static void writeString(ByteBuf out, String value, String field) {
        int length = utf8Length(value, field);
        out.ensureWritable(length + 1);
        ByteBufUtil.reserveAndWriteUtf8(out, value, length);
        out.writeByte(0);
    }

    /**
     * Writes an unsigned 16-bit count.
     *
     * @param out appended to
     * @param count 0 to {@link #MAX_COUNT}
     * @param field names what is counted
     * @throws IllegalArgumentException outside of these bounds
     */
    public static void writeCount(ByteBuf out, int count, String field) {
        if (count < 0 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    field + ": " + count + " given; one message can hold at most " + MAX_COUNT);
        }
        out.writeShort(count);
    }

    /**
     * Writes a 16-bit field that is signed.
     *
     * @param out appended to
     * @param value -32768 to 32767
     * @param field names it
     * @throws IllegalArgumentException outside of these bounds
     */
    public static void writeShort(ByteBuf out, int value, String field) {
        if (value != (short) value) {
            throw new IllegalArgumentException(field + " is " + value + "; expected a 16-bit number");
        }
        out.writeShort(value);
    }

    /**
     * Writes a format code.
     *
     * @param out appended to
     * @param format 0 for text, 1 for binary
     * @param field names it
     * @throws IllegalArgumentException if it is neither
     */
    public static void writeFormat(ByteBuf out, int format, String field) {
        if (format != 0 && format != 1) {
            throw new IllegalArgumentException(field + " is " + format + "; expected 0 (text) or 1 (binary)");
        }
        out.writeShort(format);
    }

    /**
     * Writes a count and format codes.
     *
     * @param out appended to
     * @param formats the codes
     * @param field names them
     */
    public static void writeFormats(ByteBuf out, List<Integer> formats, String field) {
        writeCount(out, formats.size(), field);
        for (int format : formats) {
            writeFormat(out, format, field);
        }
    }

    /**
     * Writes a count and values, each with its length; NULL as -1.
     *
     * @param out appended to
     * @param values the values
     * @param field names them
     */
    public static void writeValues(ByteBuf out, List<@Nullable Bytes> values, String field) {
        long total = 0;
        for (Bytes value : values) {
            total += 4L + (value == null ? 0 : value.length());
        }
        requireSendable(total, field);
        writeCount(out, values.size(), field);
        for (Bytes value : values) {
            if (value == null) {
                out.writeInt(NULL_LENGTH);
            } else {
                out.writeInt(value.length());
                value.write(out);
            }
        }
    }

    /**
     * Reads a String up to its NUL. Bytes that are no UTF-8 become U+FFFD: a server whose encoding is SQL_ASCII, or
     * that fails before the encoding is agreed upon, may send any.
     *
     * @param body read from
     * @param what names it
     * @return the string
     */
    public static String readString(ByteBuf body, String what) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new ProtocolViolation(what + " has no terminator");
        }
        String value = body.toString(body.readerIndex(), length, StandardCharsets.UTF_8);
        body.skipBytes(length + 1);
        return value;
    }

    /**
     * Reads a byte.
     *
     * @param body read from
     * @param what names it
     * @return the byte
     */
    public static byte readByte(ByteBuf body, String what) {
        require(body, 1, what);
        return body.readByte();
    }

    /**
     * Reads a signed 16-bit number.
     *
     * @param body read from
     * @param what names it
     * @return the number
     */
    public static int readShort(ByteBuf body, String what) {
        require(body, 2, what);
        return body.readShort();
    }

    /**
     * Reads a 32-bit number.
     *
     * @param body read from
     * @param what names it
     * @return the number
     */
    public static int readInt(ByteBuf body, String what) {
        require(body, 4, what);
        return body.readInt();
    }

    /**
     * Reads an unsigned 16-bit count, and refuses one that the rest of the body cannot hold.
     *
     * @param body read from
     * @param minimumSize the smallest size of one thing that is counted, in bytes
     * @param what names what is counted
     * @return the count
     */
    public static int readCount(ByteBuf body, int minimumSize, String what) {
        require(body, 2, what);
        int count = body.readUnsignedShort();
        require(body, (long) count * minimumSize, what);
        return count;
    }

    /**
     * Reads a format code.
     *
     * @param body read from
     * @param what names it
     * @return 0 for text, 1 for binary
     */
    public static int readFormat(ByteBuf body, String what) {
        int format = readShort(body, what);
        if (format != 0 && format != 1) {
            throw new ProtocolViolation(what + " is " + format + "; expected 0 (text) or 1 (binary)");
        }
        return format;
    }

    /**
     * Reads a count and format codes.
     *
     * @param body read from
     * @param what names them
     * @return the codes
     */
    public static List<Integer> readFormats(ByteBuf body, String what) {
        int count = readCount(body, 2, what);
        List<Integer> formats = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            formats.add(readFormat(body, what));
        }
        return formats;
    }

    /**
     * Reads the length of a value and checks that the value is there.
     *
     * @param body read from
     * @param what names the value
     * @return the length, or {@link #NULL_LENGTH}
     */
    public static int readValueLength(ByteBuf body, String what) {
        int length = readInt(body, what);
        if (length < NULL_LENGTH) {
            throw new ProtocolViolation(what + " has the length " + length);
        }
        require(body, length, what);
        return length;
    }

    /**
     * Reads a value with its length.
     *
     * @param body read from
     * @param what names it
     * @return the value, or null for NULL
     */
    public static @Nullable Bytes readValue(ByteBuf body, String what) {
        int length = readValueLength(body, what);
        return length == NULL_LENGTH ? null : Bytes.read(body, length);
    }

    /**
     * Reads a count and values.
     *
     * @param body read from
     * @param what names them
     * @return the values
     */
    public static List<@Nullable Bytes> readValues(ByteBuf body, String what) {
        int count = readCount(body, 4, what);
        List<@Nullable Bytes> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(readValue(body, what));
        }
        return values;
    }

    /**
     * Reads a fixed number of bytes.
     *
     * @param body read from
     * @param length how many
     * @param what names them
     * @return the bytes
     */
    public static Bytes readBytes(ByteBuf body, int length, String what) {
        require(body, length, what);
        return Bytes.read(body, length);
    }

    /**
     * Reads all that is left.
     *
     * @param body read from
     * @return the bytes
     */
    public static Bytes readRest(ByteBuf body) {
        return Bytes.read(body, body.readableBytes());
    }

    /**
     * Refuses a body that has more than the message.
     *
     * @param body what was read from
     * @param message names the message
     */
    public static void requireEnd(ByteBuf body, String message) {
        if (body.isReadable()) {
            throw new ProtocolViolation(message + " has " + body.readableBytes() + " bytes too many");
        }
    }

    /**
     * Copies a list that may hold nulls.
     *
     * @param values copied
     * @return unmodifiable
     */
    public static List<@Nullable Bytes> copyOf(List<@Nullable Bytes> values) {
        return Collections.unmodifiableList(new ArrayList<>(values));
    }

    private static void require(ByteBuf body, long bytes, String what) {
        if (body.readableBytes() < bytes) {
            throw new ProtocolViolation(
                    what + " is cut short: " + bytes + " bytes expected, " + body.readableBytes() + " left");
        }
    }
}
