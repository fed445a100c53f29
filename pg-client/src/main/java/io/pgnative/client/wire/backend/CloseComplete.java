package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** A Close succeeded. */
public record CloseComplete() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CloseComplete read(ByteBuf body) {
        Wire.requireEnd(body, "CloseComplete");
        return new CloseComplete();
    }

    @Override
    public byte type() {
        return MessageType.CLOSE_COMPLETE;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
