package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * A command ended. {@link io.pgnative.client.wire.CommandTag} reads the count of rows in place.
 *
 * @param tag such as {@code INSERT 0 3}
 */
public record CommandComplete(String tag) implements BackendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CommandComplete read(ByteBuf body) {
        String tag = Wire.readString(body, "CommandComplete tag");
        Wire.requireEnd(body, "CommandComplete");
        return new CommandComplete(tag);
    }

    @Override
    public byte type() {
        return MessageType.COMMAND_COMPLETE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, tag, "tag");
    }
}
