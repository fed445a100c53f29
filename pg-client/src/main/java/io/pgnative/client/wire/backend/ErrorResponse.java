package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong (chapter "Error and Notice Message Fields"). Any field may be missing and letters may be unknown.
 *
 * @param fields by letter, see {@link ErrorFields}, in the order received
 */
public record ErrorResponse(Map<Character, String> fields) implements BackendMessage {

    /** Copies the map. */
    public ErrorResponse {
        fields = ErrorFields.copyOf(fields);
    }

    /**
     * With the fields that every server sends.
     *
     * @param severity such as {@code ERROR}
     * @param sqlState five characters
     * @param message the primary message
     * @return the message
     */
    public static ErrorResponse of(String severity, String sqlState, String message) {
        return new ErrorResponse(ErrorFields.of(severity, sqlState, message));
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static ErrorResponse read(ByteBuf body) {
        return new ErrorResponse(ErrorFields.read(body, "ErrorResponse"));
    }

    /**
     * One field.
     *
     * @param letter see {@link ErrorFields}
     * @return its text, or null if it is missing
     */
    public @Nullable String field(char letter) {
        return fields.get(letter);
    }

    @Override
    public byte type() {
        return MessageType.ERROR_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        ErrorFields.write(out, fields);
    }
}
