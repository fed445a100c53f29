package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;

/**
 * The next step of GSSAPI or SSPI.
 *
 * @param data the token
 */
public record AuthenticationGSSContinue(Bytes data) implements Authentication {

    @Override
    public int code() {
        return GSS_CONTINUE;
    }

    @Override
    public void writeData(ByteBuf out) {
        data.write(out);
    }
}
