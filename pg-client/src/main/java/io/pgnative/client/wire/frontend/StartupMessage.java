package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Begins a session.
 *
 * @param protocolVersion major in the upper, minor in the lower 16 bits
 * @param parameters {@code user}, which is required, {@code database}, and server parameters, in this order
 */
public record StartupMessage(int protocolVersion, Map<String, String> parameters) implements FrontendMessage {

    /** Protocol 3.0, of every server since 7.4. */
    public static final int PROTOCOL_3_0 = 3 << 16;

    /** Protocol 3.2, of servers from 18 on: longer cancel keys. */
    public static final int PROTOCOL_3_2 = 3 << 16 | 2;

    /** Copies the map. */
    public StartupMessage {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static StartupMessage readAfterVersion(int protocolVersion, ByteBuf body) {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = Wire.readString(body, "StartupMessage parameter name");
            if (name.isEmpty()) {
                return new StartupMessage(protocolVersion, parameters);
            }
            parameters.put(name, Wire.readString(body, "StartupMessage parameter value"));
        }
    }

    @Override
    public byte type() {
        return MessageType.UNTYPED;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(protocolVersion);
        parameters.forEach((name, value) -> {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("parameters contains an empty name, which would end the list");
            }
            Wire.writeString(out, name, "start-up parameter name");
            Wire.writeString(out, value, "start-up parameter " + name);
        });
        out.writeByte(0);
    }
}
