package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.List;

/**
 * The data of COPY TO STDOUT follow.
 *
 * @param format of the whole: 0 for text, 1 for binary
 * @param columnFormats of each column
 */
public record CopyOutResponse(int format, List<Integer> columnFormats) implements BackendMessage {

    /** Copies the list. */
    public CopyOutResponse {
        columnFormats = List.copyOf(columnFormats);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CopyOutResponse read(ByteBuf body) {
        int format = CopyFormat.read(body, "CopyOutResponse");
        List<Integer> columnFormats = Wire.readFormats(body, "CopyOutResponse column formats");
        Wire.requireEnd(body, "CopyOutResponse");
        return new CopyOutResponse(format, columnFormats);
    }

    @Override
    public byte type() {
        return MessageType.COPY_OUT_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        CopyFormat.write(out, format);
        Wire.writeFormats(out, columnFormats, "column formats");
    }
}
