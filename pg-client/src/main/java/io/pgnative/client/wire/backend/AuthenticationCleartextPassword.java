package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;

/** Asks for the password itself. */
public record AuthenticationCleartextPassword() implements Authentication {

    @Override
    public int code() {
        return CLEARTEXT_PASSWORD;
    }

    @Override
    public void writeData(ByteBuf out) {}
}
