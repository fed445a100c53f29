package io.pgnative.client.type;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no value of their type, or a value that cannot be given as the class asked for. The message is the
 * reason alone; who knows the column adds it.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     */
    public DecodeException(String reason) {
        this(reason, null);
    }

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     * @param cause what was thrown by code that is not the client's
     */
    public DecodeException(String reason, @Nullable Throwable cause) {
        super(reason, cause, false, false);
    }
}
