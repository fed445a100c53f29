package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/** The server sent what the protocol does not allow at that point. The connection is closed. */
public final class PgProtocolException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgProtocolException(String message) {
        super(message, null);
    }

    @Override
    public String sqlState() {
        return SqlState.PROTOCOL_VIOLATION;
    }
}
