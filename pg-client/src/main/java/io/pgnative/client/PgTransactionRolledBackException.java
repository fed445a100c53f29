package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/** COMMIT was answered with ROLLBACK: the transaction had failed before, and nothing of it is stored. */
public final class PgTransactionRolledBackException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgTransactionRolledBackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgTransactionRolledBackException(String message) {
        super(message, null);
    }

    @Override
    public String sqlState() {
        return SqlState.IN_FAILED_SQL_TRANSACTION;
    }
}
