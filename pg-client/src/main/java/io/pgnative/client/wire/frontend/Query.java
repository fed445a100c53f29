package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * Runs statements with the simple protocol.
 *
 * @param query one or several statements, or an empty text
 */
public record Query(String query) implements FrontendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Query read(ByteBuf body) {
        String query = Wire.readString(body, "Query query");
        Wire.requireEnd(body, "Query");
        return new Query(query);
    }

    @Override
    public byte type() {
        return MessageType.QUERY;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, query, "query");
    }
}
