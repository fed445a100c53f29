package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** Asks for the replies that are due, without ending the sequence. */
public record Flush() implements FrontendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Flush read(ByteBuf body) {
        Wire.requireEnd(body, "Flush");
        return new Flush();
    }

    @Override
    public byte type() {
        return MessageType.FLUSH;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
