package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;
import io.pgnative.client.wire.backend.BackendKeyData;

/**
 * Asks, on a connection of its own, to cancel what another connection runs. There is no answer.
 *
 * @param processId of the backend to cancel
 * @param secretKey as in its BackendKeyData; not shown
 */
public record CancelRequest(int processId, Bytes secretKey) implements FrontendMessage {

    /** Stands where StartupMessage has the protocol version. */
    public static final int CODE = 80877102;

    static CancelRequest readAfterCode(ByteBuf body) {
        int processId = Wire.readInt(body, "CancelRequest process id");
        int length = body.readableBytes();
        if (length < BackendKeyData.MIN_KEY_LENGTH || length > BackendKeyData.MAX_KEY_LENGTH) {
            throw new ProtocolViolation("CancelRequest has a key of " + length + " bytes; expected "
                    + BackendKeyData.MIN_KEY_LENGTH + " to " + BackendKeyData.MAX_KEY_LENGTH);
        }
        return new CancelRequest(processId, Wire.readRest(body));
    }

    @Override
    public byte type() {
        return MessageType.UNTYPED;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(CODE);
        out.writeInt(processId);
        secretKey.write(out);
    }
}
