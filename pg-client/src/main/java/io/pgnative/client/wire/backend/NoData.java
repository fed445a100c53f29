package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** What was described returns no rows. */
public record NoData() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static NoData read(ByteBuf body) {
        Wire.requireEnd(body, "NoData");
        return new NoData();
    }

    @Override
    public byte type() {
        return MessageType.NO_DATA;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
