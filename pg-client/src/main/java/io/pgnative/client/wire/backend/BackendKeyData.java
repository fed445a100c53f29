package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/**
 * What a CancelRequest needs.
 *
 * @param processId of the backend
 * @param secretKey four bytes in protocol 3.0, up to 256 from 3.2 on; not shown
 */
public record BackendKeyData(int processId, Bytes secretKey) implements BackendMessage {

    /** The shortest key, in bytes. */
    public static final int MIN_KEY_LENGTH = 4;

    /** The longest key, in bytes. */
    public static final int MAX_KEY_LENGTH = 256;

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static BackendKeyData read(ByteBuf body) {
        int processId = Wire.readInt(body, "BackendKeyData process id");
        int length = body.readableBytes();
        if (length < MIN_KEY_LENGTH || length > MAX_KEY_LENGTH) {
            throw new ProtocolViolation("BackendKeyData has a key of " + length + " bytes; expected " + MIN_KEY_LENGTH
                    + " to " + MAX_KEY_LENGTH);
        }
        return new BackendKeyData(processId, Wire.readRest(body));
    }

    @Override
    public byte type() {
        return MessageType.BACKEND_KEY_DATA;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(processId);
        secretKey.write(out);
    }
}
