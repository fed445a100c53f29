package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/**
 * Runs a portal.
 *
 * @param portal its name; empty for the unnamed one
 * @param maxRows after how many rows to suspend it; 0 for never
 */
public record Execute(String portal, int maxRows) implements FrontendMessage {

    /** Checks the number. */
    public Execute {
        if (maxRows < 0) {
            throw new IllegalArgumentException("maxRows is " + maxRows + "; expected 0 or more");
        }
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Execute read(ByteBuf body) {
        String portal = Wire.readString(body, "Execute portal");
        int maxRows = Wire.readInt(body, "Execute row limit");
        if (maxRows < 0) {
            throw new ProtocolViolation("Execute has the row limit " + maxRows);
        }
        Wire.requireEnd(body, "Execute");
        return new Execute(portal, maxRows);
    }

    @Override
    public byte type() {
        return MessageType.EXECUTE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, portal, "portal name");
        out.writeInt(maxRows);
    }
}
