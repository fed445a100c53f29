package io.pgnative.client.session;

import org.jspecify.annotations.Nullable;

/** Where a batch takes its rows from, one after the other. All on the session's loop, but for what wakes it. */
abstract class BatchRows {

    /** What there is to be written next. */
    enum Next {
        /** A row, which {@link #row()} gives. */
        ROW,
        /** Nothing yet: what was given to {@link #begin} is called when there is. */
        NOT_YET,
        /** Nothing any more. */
        END
    }

    /**
     * Begins; called once, before anything else.
     *
     * @param more to be called, on any thread, when something has come after {@link Next#NOT_YET}
     * @throws io.pgnative.client.PgDataException when the rows cannot be had
     */
    abstract void begin(Runnable more);

    /**
     * Moves on.
     *
     * @return what there is
     * @throws io.pgnative.client.PgDataException when the rows have failed
     */
    abstract Next next();

    /** The row that {@link #next} has found; to be called once for each. */
    abstract @Nullable Object row();

    /** No more rows are wanted; called at the end of the batch whatever that was, perhaps more than once. */
    void stop() {}
}
