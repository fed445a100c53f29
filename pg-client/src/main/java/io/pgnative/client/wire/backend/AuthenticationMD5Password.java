package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;

/**
 * Asks for the password hashed with MD5.
 *
 * @param salt four bytes
 */
public record AuthenticationMD5Password(Bytes salt) implements Authentication {

    static final int SALT_LENGTH = 4;

    /** Checks the length. */
    public AuthenticationMD5Password {
        if (salt.length() != SALT_LENGTH) {
            throw new IllegalArgumentException("salt has " + salt.length() + " bytes; expected " + SALT_LENGTH);
        }
    }

    @Override
    public int code() {
        return MD5_PASSWORD;
    }

    @Override
    public void writeData(ByteBuf out) {
        salt.write(out);
    }
}
