package io.pgnative.client.session;

import io.pgnative.client.PgException;

/** Gives the rows of one statement in batches, each when it is asked for. Every method may be called on any thread. */
public interface RowSource {

    /**
     * Has the statement run, and asks for the first batch.
     *
     * @param listener is given the rows; this is called once
     */
    void start(RowListener listener);

    /** Asks for another batch. Not to be called again, nor after {@link #start}, before the one asked for has come. */
    void fetch();

    /**
     * Nothing more is wanted. What the server is busy with gets a moment to end; the listener is told of the end then,
     * and may be given rows until then.
     *
     * @param reason what the statement fails with, if it has not ended by itself
     */
    void end(PgException reason);

    /**
     * Runs a task where the listener is called: on the session's loop, at once if this is it, or if no session has
     * taken the statement yet.
     *
     * @param task must not throw
     */
    void run(Runnable task);
}
