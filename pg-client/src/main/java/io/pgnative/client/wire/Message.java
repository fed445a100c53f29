package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;

/**
 * A message of the PostgreSQL protocol (chapter "Message Formats"): a type byte, a length word that counts itself and
 * the body, and the body. The first message of a connection has no type byte.
 */
public interface Message {

    /**
     * The type byte.
     *
     * @return one of {@link MessageType}; {@link MessageType#UNTYPED} for a message that has none
     */
    byte type();

    /**
     * Writes the body alone.
     *
     * @param out appended to
     * @throws IllegalArgumentException if a value cannot be sent; names the field
     */
    void writeBody(ByteBuf out);

    /**
     * Writes the whole message. If it fails the buffer is as it was before.
     *
     * @param out appended to
     * @throws IllegalArgumentException if a value cannot be sent; names the field, never a secret value
     */
    default void write(ByteBuf out) {
        int before = out.writerIndex();
        boolean done = false;
        try {
            int length = Wire.beginMessage(out, type());
            writeBody(out);
            Wire.endMessage(out, length);
            done = true;
        } finally {
            if (!done) {
                out.writerIndex(before);
            }
        }
    }
}
