package io.pgnative.client.pool;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** When to try again after connections could not be opened: a doubling pause with jitter, the same for all callers. */
final class Backoff {

    private static final long FIRST_NANOS = 100_000_000L;
    private static final long LONGEST_NANOS = 5_000_000_000L;
    private static final int MAX_DOUBLINGS = 6;

    /**
     * The state after a failure.
     *
     * @param attempts failures in a row, those of parallel attempts counted once
     * @param retryNanos when to try next
     * @param cause the last failure
     * @param isLasting whether trying again soon cannot help
     */
    record Failure(int attempts, long retryNanos, PgException cause, boolean isLasting) {

        boolean isResting(long nowNanos) {
            return retryNanos - nowNanos > 0;
        }
    }

    private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();
    private final long longestNanos;

    /**
     * Makes one.
     *
     * @param patienceNanos how long callers wait: within that there is at least one attempt
     */
    Backoff(long patienceNanos) {
        this.longestNanos = Math.max(FIRST_NANOS, Math.min(LONGEST_NANOS, patienceNanos / 2));
    }

    /**
     * What went wrong last.
     *
     * @return null if the last attempt succeeded
     */
    @Nullable Failure failure() {
        return last.get();
    }

    void succeeded() {
        if (last.get() != null) {
            last.set(null);
        }
    }

    Failure failed(PgException cause, long nowNanos) {
        for (; ; ) {
            Failure before = last.get();
            Failure after;
            if (before != null && before.isResting(nowNanos)) {
                after = new Failure(before.attempts, before.retryNanos, cause, isLasting(cause));
            } else {
                int attempts = before == null ? 1 : before.attempts + 1;
                long pause = Math.min(longestNanos, FIRST_NANOS << Math.min(MAX_DOUBLINGS, attempts - 1));
                long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2);
                after = new Failure(attempts, nowNanos + jittered, cause, isLasting(cause));
            }
            if (last.compareAndSet(before, after)) {
                return after;
            }
        }
    }

    /**
     * Whether waiting cannot cure a failure: the server refuses this user, database or parameter, or the options are
     * wrong. A server that is starting, stopping or full, and anything on the network, may pass.
     */
    static boolean isLasting(PgException failure) {
        PgException told = failure.getCause() instanceof PgServerException server ? server : failure;
        if (told instanceof PgServerException server) {
            String state = server.sqlState();
            return !(state.startsWith("08")
                    || state.startsWith("40")
                    || state.startsWith("53")
                    || state.startsWith("57")
                    || state.startsWith("58")
                    || state.startsWith("XX"));
        }
        return !(told instanceof PgConnectException
                || told instanceof PgConnectionLostException
                || told instanceof PgTimeoutException);
    }
}
