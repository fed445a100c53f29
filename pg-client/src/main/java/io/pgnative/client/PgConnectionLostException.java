package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/** The connection ended before the call did. */
public final class PgConnectionLostException extends PgException {

    private static final long serialVersionUID = 1L;

    private final boolean wasSent;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param wasSent whether anything of the statement had been handed to the network
     * @param cause why, such as the server's last words or an I/O error
     */
    public PgConnectionLostException(String message, boolean wasSent, @Nullable Throwable cause) {
        super(message, cause);
        this.wasSent = wasSent;
    }

    /**
     * Whether the statement may have run.
     *
     * @return false if nothing of it was sent, or a pooler says that it has passed nothing on, so that it can safely be
     *     repeated
     */
    public boolean wasSent() {
        return wasSent;
    }

    @Override
    public String sqlState() {
        return wasSent ? SqlState.TRANSACTION_RESOLUTION_UNKNOWN : SqlState.CONNECTION_FAILURE;
    }

    @Override
    public boolean isRetryable() {
        return !wasSent;
    }
}
