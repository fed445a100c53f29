package io.pgnative.client.face;

import io.pgnative.client.PgException;
import io.pgnative.client.SqlState;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When the work of a transaction is run again. */
final class Retries {

    static final long FIRST_PAUSE_MILLIS = 10;
    static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int MAX_CAUSES = 16;
    private static final int MAX_DOUBLINGS = 7;

    private Retries() {}

    /**
     * Whether the server asks for running the whole transaction again; also when the work has wrapped its error.
     *
     * @param failure what the transaction failed with
     * @return true for a serialization failure and a deadlock
     */
    static boolean isAskedFor(@Nullable Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
            if (current instanceof PgException error) {
                String state = error.sqlState();
                return error.isRetryable()
                        && (SqlState.SERIALIZATION_FAILURE.equals(state) || SqlState.DEADLOCK_DETECTED.equals(state));
            }
            current = current.getCause();
        }
        return false;
    }

    /**
     * How long to wait, so that those who collided do not meet again.
     *
     * @param attempt the attempt that failed, counted from 0
     * @return milliseconds, 1 or more
     */
    static long pauseMillis(int attempt) {
        long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(MAX_DOUBLINGS, attempt));
        return ThreadLocalRandom.current().nextLong(longest / 2, longest) + 1;
    }
}
