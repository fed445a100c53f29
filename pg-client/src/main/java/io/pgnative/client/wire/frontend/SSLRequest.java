package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;

/** Asks for TLS before anything else; answered by one byte that is no message. */
public record SSLRequest() implements FrontendMessage {

    /** Stands where StartupMessage has the protocol version. */
    public static final int CODE = 80877103;

    @Override
    public byte type() {
        return MessageType.UNTYPED;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(CODE);
    }
}
