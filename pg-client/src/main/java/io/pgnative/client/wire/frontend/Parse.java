package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares a statement.
 *
 * @param statement its name; empty for the unnamed one
 * @param query one statement, or an empty text
 * @param parameterTypeOids of the first parameters; 0 leaves a type to the server
 */
public record Parse(String statement, String query, List<Integer> parameterTypeOids) implements FrontendMessage {

    /** Copies the list. */
    public Parse {
        parameterTypeOids = List.copyOf(parameterTypeOids);
    }

    /**
     * Leaves all types to the server.
     *
     * @param statement its name; empty for the unnamed one
     * @param query one statement, or an empty text
     */
    public Parse(String statement, String query) {
        this(statement, query, List.of());
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Parse read(ByteBuf body) {
        String statement = Wire.readString(body, "Parse statement");
        String query = Wire.readString(body, "Parse query");
        int count = Wire.readCount(body, 4, "Parse parameter types");
        List<Integer> parameterTypeOids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parameterTypeOids.add(body.readInt());
        }
        Wire.requireEnd(body, "Parse");
        return new Parse(statement, query, parameterTypeOids);
    }

    @Override
    public byte type() {
        return MessageType.PARSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, statement, "statement name");
        Wire.writeString(out, query, "query");
        Wire.writeCount(out, parameterTypeOids.size(), "parameterTypeOids");
        for (int typeOid : parameterTypeOids) {
            out.writeInt(typeOid);
        }
    }
}
