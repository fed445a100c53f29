package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * The server speaks an older minor version than was asked for, or does not know some protocol options.
 *
 * @param protocolVersion the newest that it speaks; servers send the whole version here, such as 0x30000, though the
 *     documentation speaks of the minor one
 * @param unrecognizedOptions names of the {@code _pq_.} parameters that it does not know
 */
public record NegotiateProtocolVersion(int protocolVersion, List<String> unrecognizedOptions)
        implements BackendMessage {

    /** Copies the list. */
    public NegotiateProtocolVersion {
        unrecognizedOptions = List.copyOf(unrecognizedOptions);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static NegotiateProtocolVersion read(ByteBuf body) {
        int protocolVersion = Wire.readInt(body, "NegotiateProtocolVersion version");
        int count = Wire.readInt(body, "NegotiateProtocolVersion option count");
        if (count < 0 || count > body.readableBytes()) {
            throw new ProtocolViolation(
                    "NegotiateProtocolVersion announces " + count + " options in " + body.readableBytes() + " bytes");
        }
        List<String> options = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            options.add(Wire.readString(body, "NegotiateProtocolVersion option"));
        }
        Wire.requireEnd(body, "NegotiateProtocolVersion");
        return new NegotiateProtocolVersion(protocolVersion, options);
    }

    @Override
    public byte type() {
        return MessageType.NEGOTIATE_PROTOCOL_VERSION;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(protocolVersion);
        out.writeInt(unrecognizedOptions.size());
        for (String option : unrecognizedOptions) {
            Wire.writeString(out, option, "unrecognizedOptions");
        }
    }
}
