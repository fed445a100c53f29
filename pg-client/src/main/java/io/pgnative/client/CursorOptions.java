package io.pgnative.client;

/**
 * What a cursor is like. Immutable.
 *
 * @param prefetchRows the rows that {@link PgCursor#stream()} asks the server for at a time; more than zero
 * @param isHeld whether it outlives its transaction
 */
public record CursorOptions(int prefetchRows, boolean isHeld) {

    private static final CursorOptions DEFAULTS = new CursorOptions(50, false);

    /** Checks the values. */
    public CursorOptions {
        if (prefetchRows <= 0) {
            throw new IllegalArgumentException("prefetch must be more than zero, not " + prefetchRows);
        }
    }

    /**
     * 50 rows at a time, until the end of the transaction.
     *
     * @return the defaults
     */
    public static CursorOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The changed options.
     *
     * @param rows the rows that a stream of the cursor asks the server for at a time; more than zero
     * @return the changed options
     */
    public CursorOptions prefetch(int rows) {
        return new CursorOptions(rows, isHeld);
    }

    /**
     * The same for a cursor {@code WITH HOLD}: it needs no transaction, and can be used after the one that it was
     * opened in was committed, on the same connection, until it is closed or the connection is given back. At the
     * commit the server sets all its rows aside.
     *
     * @return the changed options
     */
    public CursorOptions withHold() {
        return new CursorOptions(prefetchRows, true);
    }
}
