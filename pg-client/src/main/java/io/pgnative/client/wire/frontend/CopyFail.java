package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * Ends COPY IN with a failure, which the server reports back as an error.
 *
 * @param reason becomes part of the error text
 */
public record CopyFail(String reason) implements FrontendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static CopyFail read(ByteBuf body) {
        String reason = Wire.readString(body, "CopyFail reason");
        Wire.requireEnd(body, "CopyFail");
        return new CopyFail(reason);
    }

    @Override
    public byte type() {
        return MessageType.COPY_FAIL;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, reason, "reason");
    }
}
