package io.pgnative.client.pool;

import io.pgnative.client.ListenRecovery;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;

/** The attempts to listen since the server last did so: how many there were, and whether there is another one. */
final class ListenAttempts {

    private final ListenRecovery recovery;
    private long count;

    ListenAttempts(ListenRecovery recovery) {
        this.recovery = recovery;
    }

    /** One begins. */
    void begin() {
        count++;
    }

    /** The server listens, or nobody wants it to. */
    void reset() {
        count = 0;
    }

    long count() {
        return count;
    }

    boolean areUsedUp() {
        return !recovery.isAllowed(count);
    }

    /** How long to wait before the next one. */
    long pauseNanos() {
        return recovery.pauseAfter(count).toNanos();
    }

    /** What those are told who hear no more, since the attempts are used up. */
    PgException failure(PgException last) {
        String failed = count == 0
                ? "none to open another one is allowed"
                : count + (count == 1 ? " attempt" : " attempts") + " to open another one failed";
        return new PgConnectException(
                "the connection that listens was lost, and " + failed + " (listener.recovery.max-retries): "
                        + last.getMessage(),
                last);
    }
}
