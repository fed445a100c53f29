package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;

/**
 * The next challenge of SASL.
 *
 * @param data the challenge
 */
public record AuthenticationSASLContinue(Bytes data) implements Authentication {

    @Override
    public int code() {
        return SASL_CONTINUE;
    }

    @Override
    public void writeData(ByteBuf out) {
        data.write(out);
    }
}
