package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for SASL; a SASLInitialResponse is due.
 *
 * @param mechanisms what the server offers, by its preference
 */
public record AuthenticationSASL(List<String> mechanisms) implements Authentication {

    /** Copies the list. */
    public AuthenticationSASL {
        mechanisms = List.copyOf(mechanisms);
    }

    /**
     * With these mechanisms.
     *
     * @param mechanisms such as {@code SCRAM-SHA-256}
     */
    public AuthenticationSASL(String... mechanisms) {
        this(List.of(mechanisms));
    }

    static AuthenticationSASL readData(ByteBuf body) {
        List<String> mechanisms = new ArrayList<>();
        for (String name = readName(body); !name.isEmpty(); name = readName(body)) {
            mechanisms.add(name);
        }
        return new AuthenticationSASL(mechanisms);
    }

    private static String readName(ByteBuf body) {
        return Wire.readString(body, "SASL mechanism");
    }

    @Override
    public int code() {
        return SASL;
    }

    @Override
    public void writeData(ByteBuf out) {
        for (String mechanism : mechanisms) {
            if (mechanism.isEmpty()) {
                throw new IllegalArgumentException("mechanisms contains an empty name, which would end the list");
            }
            Wire.writeString(out, mechanism, "mechanisms");
        }
        out.writeByte(0);
    }
}
