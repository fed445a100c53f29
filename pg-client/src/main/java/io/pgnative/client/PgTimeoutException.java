package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * A call did not end in its time. Its statement was cancelled, or never sent; it may have run all the same. A COMMIT is
 * not cancelled: its outcome is unknown then.
 */
public final class PgTimeoutException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgTimeoutException(String message) {
        super(message, null);
    }

    @Override
    public String sqlState() {
        return SqlState.QUERY_CANCELED;
    }
}
