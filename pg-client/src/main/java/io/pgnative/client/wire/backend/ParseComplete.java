package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** A Parse succeeded. */
public record ParseComplete() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static ParseComplete read(ByteBuf body) {
        Wire.requireEnd(body, "ParseComplete");
        return new ParseComplete();
    }

    @Override
    public byte type() {
        return MessageType.PARSE_COMPLETE;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
