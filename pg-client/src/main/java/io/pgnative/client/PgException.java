package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything this client fails with. Messages never hold a password, nor values of parameters or rows.
 *
 * <p>Failures that are found on an event loop carry no stack trace of their own, since it would show only the loop; the
 * blocking face gives them the trace of its caller.
 */
public abstract class PgException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    protected PgException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The SQLSTATE that describes the failure.
     *
     * @return five characters, or null when there is none
     */
    public @Nullable String sqlState() {
        return null;
    }

    /**
     * Whether running the same work again, as a whole transaction, may succeed and cannot do it twice.
     *
     * @return true for serialization failures, deadlocks and failures before anything was sent
     */
    public boolean isRetryable() {
        return false;
    }

    /**
     * Leaves the trace out: most are made on an event loop, where it tells nothing. It can still be set.
     *
     * @return this
     */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
