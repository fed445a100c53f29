package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.List;

/**
 * The server is ready for the data of COPY FROM STDIN.
 *
 * @param format of the whole: 0 for text, 1 for binary
 * @param columnFormats of each column
 */
public record CopyInResponse(int format, List<Integer> columnFormats) implements BackendMessage {

    /** Copies the list. */
    public CopyInResponse {
        columnFormats = List.copyOf(columnFormats);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CopyInResponse read(ByteBuf body) {
        int format = CopyFormat.read(body, "CopyInResponse");
        List<Integer> columnFormats = Wire.readFormats(body, "CopyInResponse column formats");
        Wire.requireEnd(body, "CopyInResponse");
        return new CopyInResponse(format, columnFormats);
    }

    @Override
    public byte type() {
        return MessageType.COPY_IN_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        CopyFormat.write(out, format);
        Wire.writeFormats(out, columnFormats, "column formats");
    }
}
