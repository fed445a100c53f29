package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row. Results are not gathered by way of this record but from the frame itself.
 *
 * @param values of each column; null for NULL
 */
public record DataRow(List<@Nullable Bytes> values) implements BackendMessage {

    /** Copies the list. */
    public DataRow {
        values = Wire.copyOf(values);
    }

    /**
     * A row of texts.
     *
     * @param texts of each column; null for NULL
     * @return the message
     */
    public static DataRow ofText(@Nullable String... texts) {
        List<@Nullable Bytes> values = new ArrayList<>(texts.length);
        for (String text : texts) {
            values.add(text == null ? null : Bytes.utf8(text));
        }
        return new DataRow(values);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static DataRow read(ByteBuf body) {
        List<@Nullable Bytes> values = Wire.readValues(body, "DataRow value");
        Wire.requireEnd(body, "DataRow");
        return new DataRow(values);
    }

    @Override
    public byte type() {
        return MessageType.DATA_ROW;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeValues(out, values, "values");
    }
}
