package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The result of a FunctionCall.
 *
 * @param value null for NULL
 */
public record FunctionCallResponse(@Nullable Bytes value) implements BackendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static FunctionCallResponse read(ByteBuf body) {
        Bytes value = Wire.readValue(body, "FunctionCallResponse value");
        Wire.requireEnd(body, "FunctionCallResponse");
        return new FunctionCallResponse(value);
    }

    @Override
    public byte type() {
        return MessageType.FUNCTION_CALL_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        if (value == null) {
            out.writeInt(Wire.NULL_LENGTH);
        } else {
            Wire.requireSendable(4L + value.length(), "value");
            out.writeInt(value.length());
            value.write(out);
        }
    }
}
