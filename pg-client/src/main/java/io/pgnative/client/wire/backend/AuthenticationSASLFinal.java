package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;

/**
 * The outcome of SASL, by which the server proves that it knows the secret too.
 *
 * @param data what the mechanism adds
 */
public record AuthenticationSASLFinal(Bytes data) implements Authentication {

    @Override
    public int code() {
        return SASL_FINAL;
    }

    @Override
    public void writeData(ByteBuf out) {
        data.write(out);
    }
}
