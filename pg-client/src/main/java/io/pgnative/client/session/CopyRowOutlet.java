package io.pgnative.client.session;

import io.pgnative.client.Rows;

/** Where the rows of a COPY go. It is given them on the session's event loop. */
public interface CopyRowOutlet {

    /**
     * See {@link CopySink#begin}.
     *
     * @param valve shut by an outlet that is behind
     */
    void begin(CopyValve valve);

    /**
     * Takes rows.
     *
     * @param rows at least one
     * @param bytes about how much memory they take
     */
    void take(Rows rows, long bytes);
}
