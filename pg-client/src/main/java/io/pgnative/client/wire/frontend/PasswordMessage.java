package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * The password, or its MD5 form.
 *
 * @param password not shown
 */
public record PasswordMessage(String password) implements FrontendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static PasswordMessage read(ByteBuf body) {
        String password = Wire.readString(body, "PasswordMessage password");
        Wire.requireEnd(body, "PasswordMessage");
        return new PasswordMessage(password);
    }

    @Override
    public byte type() {
        return MessageType.PASSWORD;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, password, "password");
    }

    @Override
    public String toString() {
        return "PasswordMessage[password=<hidden>]";
    }
}
