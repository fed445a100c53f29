package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/** Stands for CommandComplete when the query was empty. */
public record EmptyQueryResponse() implements BackendMessage {

    /**
     * Reads the body, which is empty.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static EmptyQueryResponse read(ByteBuf body) {
        Wire.requireEnd(body, "EmptyQueryResponse");
        return new EmptyQueryResponse();
    }

    @Override
    public byte type() {
        return MessageType.EMPTY_QUERY_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {}
}
