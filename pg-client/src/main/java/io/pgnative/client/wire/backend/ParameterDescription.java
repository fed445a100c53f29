package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a statement that was described.
 *
 * @param typeOids of each parameter
 */
public record ParameterDescription(List<Integer> typeOids) implements BackendMessage {

    /** Copies the list. */
    public ParameterDescription {
        typeOids = List.copyOf(typeOids);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static ParameterDescription read(ByteBuf body) {
        int count = Wire.readCount(body, 4, "ParameterDescription types");
        List<Integer> typeOids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            typeOids.add(body.readInt());
        }
        Wire.requireEnd(body, "ParameterDescription");
        return new ParameterDescription(typeOids);
    }

    @Override
    public byte type() {
        return MessageType.PARAMETER_DESCRIPTION;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeCount(out, typeOids.size(), "typeOids");
        for (int typeOid : typeOids) {
            out.writeInt(typeOid);
        }
    }
}
