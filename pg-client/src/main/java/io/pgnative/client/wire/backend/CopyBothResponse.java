package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.List;

/**
 * Data go both ways: streaming replication has begun.
 *
 * @param format of the whole: 0 for text, 1 for binary
 * @param columnFormats of each column
 */
public record CopyBothResponse(int format, List<Integer> columnFormats) implements BackendMessage {

    /** Copies the list. */
    public CopyBothResponse {
        columnFormats = List.copyOf(columnFormats);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CopyBothResponse read(ByteBuf body) {
        int format = CopyFormat.read(body, "CopyBothResponse");
        List<Integer> columnFormats = Wire.readFormats(body, "CopyBothResponse column formats");
        Wire.requireEnd(body, "CopyBothResponse");
        return new CopyBothResponse(format, columnFormats);
    }

    @Override
    public byte type() {
        return MessageType.COPY_BOTH_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        CopyFormat.write(out, format);
        Wire.writeFormats(out, columnFormats, "column formats");
    }
}
