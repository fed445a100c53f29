package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * Asks for the parameters and columns of a statement, or the columns of a portal.
 *
 * @param target which kind
 * @param name its name; empty for the unnamed one
 */
public record Describe(Target target, String name) implements FrontendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Describe read(ByteBuf body) {
        Target target = Target.read(body, "Describe");
        String name = Wire.readString(body, "Describe name");
        Wire.requireEnd(body, "Describe");
        return new Describe(target, name);
    }

    @Override
    public byte type() {
        return MessageType.DESCRIBE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeByte(target.letter());
        Wire.writeString(out, name, target.label() + " name");
    }
}
