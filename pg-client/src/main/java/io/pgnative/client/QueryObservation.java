package io.pgnative.client;

/** Follows one call that a {@link QueryObserver} was told of. */
public interface QueryObservation {

    /**
     * A connection has taken the call; at once for a call on a connection of one's own. Not called when none did.
     *
     * @param processId of the backend
     * @param host the server, as configured
     */
    default void acquired(int processId, PgHost host) {}

    /**
     * The call is over: its rows are read, its stream has ended or was cancelled. Called once, before its caller is
     * told.
     *
     * @param end what has become of it
     */
    void stopped(QueryEnd end);

    /**
     * Runs what logs a line about the call, so that the line can say what the call belongs to. May come after
     * {@link #stopped}.
     *
     * @param line to be run once, before this returns
     */
    default void log(Runnable line) {
        line.run();
    }
}
