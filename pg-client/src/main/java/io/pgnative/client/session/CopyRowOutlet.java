package io.pgnative.client.session;

import io.pgnative.client.Rows;
import java.util.concurrent.Executor;

/** Where the rows of a COPY go. It is given them on the session's event loop. */
public interface CopyRowOutlet {

    /**
     * See {@link CopySink#begin}.
     *
     * @param resume see there
     * @param loop see there
     */
    void begin(Runnable resume, Executor loop);

    /**
     * Takes rows.
     *
     * @param rows at least one
     * @param bytes about how much memory they take
     * @return whether there is room for more
     */
    boolean take(Rows rows, long bytes);
}
