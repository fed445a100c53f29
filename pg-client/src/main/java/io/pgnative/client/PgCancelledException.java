package io.pgnative.client;

/**
 * The caller gave up: its thread was interrupted, or its subscriber cancelled. The statement was cancelled, or never
 * sent; it may have run all the same.
 */
public final class PgCancelledException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgCancelledException(String message) {
        super(message, null);
    }

    @Override
    public String sqlState() {
        return SqlState.QUERY_CANCELED;
    }
}
