package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * A piece of COPY OUT; servers send one row in each.
 *
 * @param data the piece
 */
public record CopyData(Bytes data) implements BackendMessage {

    /**
     * Reads the body, all of which is data.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CopyData read(ByteBuf body) {
        return new CopyData(Wire.readRest(body));
    }

    @Override
    public byte type() {
        return MessageType.COPY_DATA;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.requireSendable(data.length(), "CopyData");
        data.write(out);
    }
}
