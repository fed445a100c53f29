package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/** A connection could not be opened: the message names host and phase. Nothing was sent. */
public final class PgConnectException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgConnectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgConnectException(String message) {
        super(message, null);
    }

    @Override
    public String sqlState() {
        return SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION;
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
