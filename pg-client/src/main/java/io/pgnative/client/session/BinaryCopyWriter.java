package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgDataException;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.EncodeException;
import io.pgnative.client.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in the binary format of COPY, for the bodies of CopyData messages (SQL command COPY, section "Binary
 * Format"). Values are encoded into the buffer that they leave from. For one COPY.
 */
final class BinaryCopyWriter {

    /** In bytes. Rows before it may lie in the same message, which has a bound. */
    private static final int LARGEST_ROW = Wire.MAX_BODY - (1 << 20);

    private static final byte[] HEADER = BinaryCopyFormat.header();

    private final RowShape shape;
    private final RowArguments arguments;
    private boolean headed;
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
     * Appends a row, and the header before the first one.
     *
     * @param out appended to
     * @param row the next row
     * @throws PgDataException when the row cannot be sent, naming its number, and the column if it is one; nothing of
     *     the row is in the buffer then
     */
    void row(ByteBuf out, @Nullable Object row) {
        writeHeader(out);
        int mark = out.writerIndex();
        try {
            writeTuple(out, arguments.of(row));
            if (out.writerIndex() - mark > LARGEST_ROW) {
                throw new PgDataException("it has more than the " + LARGEST_ROW + " bytes that can be sent");
            }
        } catch (RuntimeException | Error e) {
            out.writerIndex(mark);
            throw new PgDataException("row " + rows + " of the COPY, counted from 0: " + e.getMessage(), e);
        }
        rows++;
    }

    private void writeHeader(ByteBuf out) {
        if (!headed) {
            headed = true;
            out.writeBytes(HEADER);
        }
    }

    private void writeTuple(ByteBuf out, @Nullable Object[] values) {
        int columns = shape.size();
        if (values.length != columns) {
            throw new PgDataException("it has " + count(values.length, "value") + ", but " + count(columns, "column")
                    + (columns == 1 ? " is" : " are") + " copied");
        }
        out.writeShort(columns);
        for (int i = 0; i < columns; i++) {
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
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        try {
            codec.encode(value, out);
        } catch (EncodeException e) {
            throw new PgDataException(
                    "column \"" + shape.columns().get(column).name() + "\" of type " + codec.typeName() + " "
                            + e.getMessage(),
                    e);
        }
        out.setInt(lengthAt, out.writerIndex() - lengthAt - 4);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /**
     * Appends what tells the server that there are no more rows. CopyDone is to follow.
     *
     * @param out appended to
     */
    void end(ByteBuf out) {
        writeHeader(out);
        out.writeShort(BinaryCopyFormat.TRAILER);
    }
}
