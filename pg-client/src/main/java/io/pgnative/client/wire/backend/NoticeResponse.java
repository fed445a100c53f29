package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A warning or a remark, at any time (chapter "Error and Notice Message Fields"). Any field may be missing and letters
 * may be unknown.
 *
 * @param fields by letter, see {@link ErrorFields}, in the order received
 */
public record NoticeResponse(Map<Character, String> fields) implements BackendMessage {

    /** Copies the map. */
    public NoticeResponse {
        fields = ErrorFields.copyOf(fields);
    }

    /**
     * With the fields that every server sends.
     *
     * @param severity such as {@code WARNING}
     * @param sqlState five characters
     * @param message the primary message
     * @return the message
     */
    public static NoticeResponse of(String severity, String sqlState, String message) {
        return new NoticeResponse(ErrorFields.of(severity, sqlState, message));
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static NoticeResponse read(ByteBuf body) {
        return new NoticeResponse(ErrorFields.read(body, "NoticeResponse"));
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
        return MessageType.NOTICE_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        ErrorFields.write(out, fields);
    }
}
