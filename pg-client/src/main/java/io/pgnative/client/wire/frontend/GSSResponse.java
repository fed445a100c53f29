package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * The next token of GSSAPI or SSPI.
 *
 * @param data the token; not shown
 */
public record GSSResponse(Bytes data) implements FrontendMessage {

    /**
     * Reads the body, all of which is data.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static GSSResponse read(ByteBuf body) {
        return new GSSResponse(Wire.readRest(body));
    }

    @Override
    public byte type() {
        return MessageType.PASSWORD;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.requireSendable(data.length(), "GSSResponse");
        data.write(out);
    }
}
