package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;

/** Asks for GSSAPI; a GSSResponse is due. */
public record AuthenticationGSS() implements Authentication {

    @Override
    public int code() {
        return GSS;
    }

    @Override
    public void writeData(ByteBuf out) {}
}
