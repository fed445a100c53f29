package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** A Bind succeeded. */
public record BindComplete() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static BindComplete read(ByteBuf body) {
        Wire.requireEnd(body, "BindComplete");
        return new BindComplete();
    }

    @Override
    public byte type() {
        return MessageType.BIND_COMPLETE;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
