package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** Ends a sequence of the extended protocol; answered by ReadyForQuery. */
public record Sync() implements FrontendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Sync read(ByteBuf body) {
        Wire.requireEnd(body, "Sync");
        return new Sync();
    }

    @Override
    public byte type() {
        return MessageType.SYNC;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
