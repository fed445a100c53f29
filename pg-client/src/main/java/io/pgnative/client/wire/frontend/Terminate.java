package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** Ends the connection. */
public record Terminate() implements FrontendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Terminate read(ByteBuf body) {
        Wire.requireEnd(body, "Terminate");
        return new Terminate();
    }

    @Override
    public byte type() {
        return MessageType.TERMINATE;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
