package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;

/** The client is who it says. */
public record AuthenticationOk() implements Authentication {

    @Override
    public int code() {
        return OK;
    }

    @Override
    public void writeData(ByteBuf out) {}
}
