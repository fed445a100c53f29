package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** The row limit of an Execute was reached and the portal may hold more. */
public record PortalSuspended() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static PortalSuspended read(ByteBuf body) {
        Wire.requireEnd(body, "PortalSuspended");
        return new PortalSuspended();
    }

    @Override
    public byte type() {
        return MessageType.PORTAL_SUSPENDED;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
