package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/** No connection became free in time, or too many calls were waiting already. Nothing was sent. */
public final class PgAcquireTimeoutException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgAcquireTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgAcquireTimeoutException(String message) {
        super(message, null);
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
