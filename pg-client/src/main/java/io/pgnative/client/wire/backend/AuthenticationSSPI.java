package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;

/** Asks for SSPI; a GSSResponse is due. */
public record AuthenticationSSPI() implements Authentication {

    @Override
    public int code() {
        return SSPI;
    }

    @Override
    public void writeData(ByteBuf out) {}
}
