package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgDataException;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.EncodeException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in the binary format of COPY as CopyData messages (protocol, message CopyData; SQL command COPY, section
 * "Binary Format"). Values are encoded where they leave from: a message is begun, filled with rows, and its length is
 * set when it is large enough. For one COPY.
 */
final class BinaryCopyWriter {

    /** A message is ended when it has this many bytes; a row that is larger has a message of its own. */
    static final int MESSAGE = 64 * 1024;

    private static final int NONE = -1;
    private static final byte[] HEADER = BinaryCopyFormat.header();

    private final RowShape shape;
    private final RowArguments arguments;
    private boolean headed;
    private int lengthAt = NONE;
    private long rows;

    /**
     * Makes one.
     *
     * @param shape of the columns that are copied
     * @param arguments takes their values from a row
     * @throws PgDataException when a column has no binary form
     */
    BinaryCopyWriter(RowShape shape, RowArguments arguments) {
        BinaryCopyFormat.requireBinary(shape);
        this.shape = shape;
        this.arguments = arguments;
    }

    /** The rows that were written. */
    long rows() {
        return rows;
    }

    /**
     * Appends a row, to the message that was begun or to a new one. Until {@link #flush} is called or this returns
     * true, the next call must be given the same buffer.
     *
     * @param out appended to
     * @param row the next row
     * @return whether the message has become large enough and was ended: a good moment to send it
     * @throws PgDataException when the row cannot be sent; nothing of it is in the buffer then, but rows before it may
     *     be in a message that {@link #flush} must end
     */
    boolean row(ByteBuf out, @Nullable Object row) {
        begin(out);
        int mark = out.writerIndex();
        try {
            writeTuple(out, arguments.of(row));
            Wire.requireSendable(out.writerIndex() - (long) lengthAt, "it");
        } catch (RuntimeException | Error e) {
            out.writerIndex(mark);
            throw new PgDataException(place() + e.getMessage(), e);
        }
        rows++;
        if (out.writerIndex() - lengthAt < MESSAGE) {
            return false;
        }
        flush(out);
        return true;
    }

    private void begin(ByteBuf out) {
        if (lengthAt == NONE) {
            // In one step, and with room for the last row: growing by doubling copies each message several times.
            out.ensureWritable(MESSAGE + MESSAGE / 16);
            lengthAt = Wire.beginMessage(out, MessageType.COPY_DATA);
            if (!headed) {
                headed = true;
                out.writeBytes(HEADER);
            }
        }
    }

    private void writeTuple(ByteBuf out, @Nullable Object[] values) {
        int columns = shape.size();
        if (values.length != columns) {
            throw new PgDataException("it has " + count(values.length, "value") + ", but " + count(columns, "column")
                    + (columns == 1 ? " is" : " are") + " copied");
        }
        out.writeShort(values.length);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                out.writeInt(Wire.NULL_LENGTH);
            } else {
                writeValue(out, i, value);
            }
        }
    }

    private void writeValue(ByteBuf out, int column, Object value) {
        Codec codec = shape.codec(column);
        int valueLengthAt = out.writerIndex();
        out.writeInt(0);
        try {
            codec.encode(value, out);
        } catch (EncodeException e) {
            throw new PgDataException(
                    "column \"" + shape.columns().get(column).name() + "\" of type " + codec.typeName() + " "
                            + e.getMessage(),
                    e);
        }
        out.setInt(valueLengthAt, out.writerIndex() - valueLengthAt - 4);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private String place() {
        return "row " + rows + " of the COPY, counted from 0: ";
    }

    /**
     * Ends the message that was begun, if there is one. To be called before the buffer is sent.
     *
     * @param out what {@link #row} was given
     */
    void flush(ByteBuf out) {
        if (lengthAt != NONE) {
            Wire.endMessage(out, lengthAt);
            lengthAt = NONE;
        }
    }

    /**
     * Appends what tells the server that there are no more rows, and ends the message. CopyDone is to follow.
     *
     * @param out appended to
     */
    void end(ByteBuf out) {
        begin(out);
        out.writeShort(BinaryCopyFormat.TRAILER);
        flush(out);
    }
}
