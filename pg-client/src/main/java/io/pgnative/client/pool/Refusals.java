package io.pgnative.client.pool;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgTimeoutException;
import java.time.Duration;

/** What calls are told that get no connection. */
final class Refusals {

    private final Pool pool;
    private final PoolSize size;
    private final Backoff backoff;
    private final Counters counters;

    Refusals(Pool pool, PoolSize size, Backoff backoff, Counters counters) {
        this.pool = pool;
        this.size = size;
        this.backoff = backoff;
        this.counters = counters;
    }

    /** Too many wait already. */
    void queueFull(Waiter waiter, int waiting) {
        counters.queueRejections.increment();
        if (waiter.die()) {
            waiter.fail(new PgAcquireTimeoutException("the queue for a connection is full: " + describe(waiting)));
        }
    }

    /** One that has died since its time was up. */
    void expired(Waiter waiter, int waiting) {
        Backoff.Failure failure = backoff.failure();
        PgException cause = failure == null ? null : failure.cause();
        String state = describe(waiting)
                + (cause == null ? "" : "; the last attempt to open one failed: " + cause.getMessage());
        if (waiter.isCallDeadline) {
            waiter.fail(new PgTimeoutException(
                    "the time limit passed before a connection came free: " + state + "; nothing was sent", cause));
        } else {
            counters.timedOut(System.nanoTime() - waiter.queuedNanos);
            waiter.fail(new PgAcquireTimeoutException(
                    "no connection within "
                            + Durations.text(Duration.ofNanos(waiter.deadlineNanos - waiter.queuedNanos)) + ": "
                            + state,
                    cause));
        }
    }

    private String describe(int waiting) {
        Roster now = pool.roster();
        StringBuilder state = new StringBuilder()
                .append(now.busy())
                .append(" of ")
                .append(size.max())
                .append(" busy, ")
                .append(now.opening())
                .append(" opening, ")
                .append(waiting)
                .append(" waiting");
        for (PooledSession slot : now.slots()) {
            String preparation = slot.preparation();
            if (preparation != null) {
                return state.append("; ")
                        .append(preparation)
                        .append(" still prepares a connection")
                        .toString();
            }
        }
        return state.toString();
    }
}
