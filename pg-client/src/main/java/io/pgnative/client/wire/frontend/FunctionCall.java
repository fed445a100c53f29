package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function by its OID; superseded by the extended protocol.
 *
 * @param functionOid which function
 * @param argumentFormats none (all text), one for all, or one for each
 * @param arguments the values; null for NULL
 * @param resultFormat 0 for text, 1 for binary
 */
public record FunctionCall(
        int functionOid, List<Integer> argumentFormats, List<@Nullable Bytes> arguments, int resultFormat)
        implements FrontendMessage {

    /** Copies the lists. */
    public FunctionCall {
        argumentFormats = List.copyOf(argumentFormats);
        arguments = Wire.copyOf(arguments);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static FunctionCall read(ByteBuf body) {
        int functionOid = Wire.readInt(body, "FunctionCall function");
        List<Integer> argumentFormats = Wire.readFormats(body, "FunctionCall argument formats");
        List<@Nullable Bytes> arguments = Wire.readValues(body, "FunctionCall argument");
        int resultFormat = Wire.readFormat(body, "FunctionCall result format");
        Wire.requireEnd(body, "FunctionCall");
        return new FunctionCall(functionOid, argumentFormats, arguments, resultFormat);
    }

    @Override
    public byte type() {
        return MessageType.FUNCTION_CALL;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(functionOid);
        Wire.writeFormats(out, argumentFormats, "argumentFormats");
        Wire.writeValues(out, arguments, "arguments");
        Wire.writeFormat(out, resultFormat, "resultFormat");
    }
}
