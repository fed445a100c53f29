package io.pgnative.client.type;

import org.jspecify.annotations.Nullable;

/**
 * A Java value does not fit a PostgreSQL type. The message is the reason alone and never holds the value; who knows the
 * argument's number adds it.
 */
public final class EncodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why, such as {@code out of range for int4}
     */
    public EncodeException(String reason) {
        this(reason, null);
    }

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     * @param cause what was thrown by code that is not the client's
     */
    public EncodeException(String reason, @Nullable Throwable cause) {
        super(reason, cause, false, false);
    }
}
