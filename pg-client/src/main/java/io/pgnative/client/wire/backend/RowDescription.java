package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the rows that follow, or of what was described.
 *
 * @param fields one for each column; may be empty
 */
public record RowDescription(List<FieldDescription> fields) implements BackendMessage {

    /** Copies the list. */
    public RowDescription {
        fields = List.copyOf(fields);
    }

    /**
     * With these columns.
     *
     * @param fields one for each column
     */
    public RowDescription(FieldDescription... fields) {
        this(List.of(fields));
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static RowDescription read(ByteBuf body) {
        int count = Wire.readCount(body, FieldDescription.LEAST_LENGTH, "RowDescription fields");
        List<FieldDescription> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(FieldDescription.read(body));
        }
        Wire.requireEnd(body, "RowDescription");
        return new RowDescription(fields);
    }

    @Override
    public byte type() {
        return MessageType.ROW_DESCRIPTION;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeCount(out, fields.size(), "fields");
        for (FieldDescription field : fields) {
            field.write(out);
        }
    }
}
