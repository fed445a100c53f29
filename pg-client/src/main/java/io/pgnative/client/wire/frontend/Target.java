package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/** What Describe and Close speak of. */
public enum Target {
    /** A prepared statement. */
    STATEMENT('S', "statement"),
    /** A portal. */
    PORTAL('P', "portal");

    private final char letter;
    private final String label;

    Target(char letter, String label) {
        this.letter = letter;
        this.label = label;
    }

    /**
     * The letter on the wire.
     *
     * @return {@code S} or {@code P}
     */
    public char letter() {
        return letter;
    }

    String label() {
        return label;
    }

    static Target read(ByteBuf body, String message) {
        byte letter = Wire.readByte(body, message + " target");
        return switch (letter) {
            case 'S' -> STATEMENT;
            case 'P' -> PORTAL;
            default -> throw new ProtocolViolation(message + " has the unknown target " + MessageType.describe(letter));
        };
    }
}
