package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Begins SASL.
 *
 * @param mechanism the one that the client chose
 * @param data the initial response, or null for none; not shown
 */
public record SASLInitialResponse(
        String mechanism, @Nullable Bytes data) implements FrontendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static SASLInitialResponse read(ByteBuf body) {
        String mechanism = Wire.readString(body, "SASLInitialResponse mechanism");
        Bytes data = Wire.readValue(body, "SASLInitialResponse data");
        Wire.requireEnd(body, "SASLInitialResponse");
        return new SASLInitialResponse(mechanism, data);
    }

    @Override
    public byte type() {
        return MessageType.PASSWORD;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, mechanism, "mechanism");
        if (data == null) {
            out.writeInt(Wire.NULL_LENGTH);
        } else {
            out.writeInt(data.length());
            data.write(out);
        }
    }
}
