package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;

/** Asks for Kerberos V5, which servers no longer offer. */
public record AuthenticationKerberosV5() implements Authentication {

    @Override
    public int code() {
        return KERBEROS_V5;
    }

    @Override
    public void writeData(ByteBuf out) {}
}
