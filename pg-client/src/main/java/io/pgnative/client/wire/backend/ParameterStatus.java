package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * The value of a server parameter that is reported, at start-up and after each change.
 *
 * @param name such as {@code TimeZone}
 * @param value its value now
 */
public record ParameterStatus(String name, String value) implements BackendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static ParameterStatus read(ByteBuf body) {
        String name = Wire.readString(body, "ParameterStatus name");
        String value = Wire.readString(body, "ParameterStatus value");
        Wire.requireEnd(body, "ParameterStatus");
        return new ParameterStatus(name, value);
    }

    @Override
    public byte type() {
        return MessageType.PARAMETER_STATUS;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, name, "name");
        Wire.writeString(out, value, "value");
    }
}
