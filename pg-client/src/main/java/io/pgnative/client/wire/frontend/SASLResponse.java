package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * The next response of SASL.
 *
 * @param data the response; not shown
 */
public record SASLResponse(Bytes data) implements FrontendMessage {

    /**
     * Reads the body, all of which is data.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static SASLResponse read(ByteBuf body) {
        return new SASLResponse(Wire.readRest(body));
    }

    @Override
    public byte type() {
        return MessageType.PASSWORD;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.requireSendable(data.length(), "SASLResponse");
        data.write(out);
    }
}
