package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** The data of a COPY OUT is complete. */
public record CopyDone() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CopyDone read(ByteBuf body) {
        Wire.requireEnd(body, "CopyDone");
        return new CopyDone();
    }

    @Override
    public byte type() {
        return MessageType.COPY_DONE;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
