package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a portal of a statement and parameter values. Sessions encode values straight into their buffer and do not use
 * this record.
 *
 * @param portal its name; empty for the unnamed one
 * @param statement its name; empty for the unnamed one
 * @param parameterFormats none (all text), one for all, or one for each
 * @param parameters the values; null for NULL
 * @param resultFormats none (all text), one for all, or one for each column
 */
public record Bind(
        String portal,
        String statement,
        List<Integer> parameterFormats,
        List<@Nullable Bytes> parameters,
        List<Integer> resultFormats)
        implements FrontendMessage {

    /** Copies the lists. */
    public Bind {
        parameterFormats = List.copyOf(parameterFormats);
        parameters = Wire.copyOf(parameters);
        resultFormats = List.copyOf(resultFormats);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static Bind read(ByteBuf body) {
        String portal = Wire.readString(body, "Bind portal");
        String statement = Wire.readString(body, "Bind statement");
        List<Integer> parameterFormats = Wire.readFormats(body, "Bind parameter formats");
        List<@Nullable Bytes> parameters = Wire.readValues(body, "Bind parameter");
        List<Integer> resultFormats = Wire.readFormats(body, "Bind result formats");
        Wire.requireEnd(body, "Bind");
        return new Bind(portal, statement, parameterFormats, parameters, resultFormats);
    }

    @Override
    public byte type() {
        return MessageType.BIND;
    }

    @Override
    public void writeBody(ByteBuf out) {
        Wire.writeString(out, portal, "portal name");
        Wire.writeString(out, statement, "statement name");
        Wire.writeFormats(out, parameterFormats, "parameterFormats");
        Wire.writeValues(out, parameters, "parameters");
        Wire.writeFormats(out, resultFormats, "resultFormats");
    }
}
