package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;

/** Asks for GSSAPI encryption before anything else; answered by one byte that is no message. */
public record GSSENCRequest() implements FrontendMessage {

    /** Stands where StartupMessage has the protocol version. */
    public static final int CODE = 80877104;

    @Override
    public byte type() {
        return MessageType.UNTYPED;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(CODE);
    }
}
