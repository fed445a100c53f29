package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * Closes a statement or portal; one that does not exist is no error.
 *
 * @param target which kind
 * @param name its name; empty for the unnamed one
 */
public record Close(Target target, String name) implements FrontendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Close read(ByteBuf body) {
        Target target = Target.read(body, "Close");
        String name = Wire.readString(body, "Close name");
        Wire.requireEnd(body, "Close");
        return new Close(target, name);
    }

    @Override
    public byte type() {
        return MessageType.CLOSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeByte(target.letter());
        Wire.writeString(out, name, target.label() + " name");
    }
}
