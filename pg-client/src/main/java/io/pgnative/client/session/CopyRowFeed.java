package io.pgnative.client.session;

import org.jspecify.annotations.Nullable;

/** Rows for a COPY, as they come. Read on the session's event loop. */
public interface CopyRowFeed {

    /** In place of a row: there is none now. */
    Object WAITING = new Object();

    /** In place of a row: there are no more. */
    Object END = new Object();

    /**
     * See {@link CopySource#begin}.
     *
     * @param more see there
     */
    void begin(Runnable more);

    /**
     * The next row.
     *
     * @return a row, or {@link #WAITING}, or {@link #END}
     * @throws Exception what the copy fails with
     */
    @Nullable Object next() throws Exception;

    /** See {@link CopySource#close}. */
    void close();
}
