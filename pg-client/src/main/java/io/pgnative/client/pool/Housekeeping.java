package io.pgnative.client.pool;

import io.pgnative.client.PgOptions;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks after idle connections from time to time, as long as there are any: closes those that have rested or lived too
 * long, and restores the minimum of idle ones.
 */
final class Housekeeping {

    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOKS_PER_LIFE = 8;

    private final Pool pool;
    private final EventLoops loops;
    private final PoolSize size;
    private final long idleTimeoutNanos;
    private final long periodNanos;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private volatile @Nullable Future<?> timer;

    Housekeeping(Pool pool, EventLoops loops, PgOptions.Pool options, PoolSize size) {
        this.pool = pool;
        this.loops = loops;
        this.size = size;
        this.idleTimeoutNanos = Durations.nanos(options.idleTimeout());
        this.periodNanos = Math.max(
                SHORTEST_NANOS,
                Math.min(
                        LONGEST_NANOS, Math.min(part(idleTimeoutNanos), part(Durations.nanos(options.maxLifetime())))));
    }

    private static long part(long nanos) {
        return nanos == 0 ? Long.MAX_VALUE : nanos / LOOKS_PER_LIFE;
    }

    /** Begins, unless it has begun. */
    void start() {
        if (isScheduled.compareAndSet(false, true)) {
            timer = loops.schedule(this::look, periodNanos);
        }
    }

    /** Ends until the next start, so that no timer holds on to a pool that is closed. */
    void stop() {
        Future<?> current = timer;
        if (current != null && current.cancel(false)) {
            isScheduled.set(false);
        }
    }

    private void look() {
        isScheduled.set(false);
        if (pool.isStopped()) {
            return;
        }
        long now = System.nanoTime();
        closeExpired(now);
        closeIdle(now);
        pool.grow(false);
        if (pool.roster().total() > 0) {
            start();
        }
    }

    /**
     * Closes those whose life is over. Where they make up the minimum of idle ones, their replacement is opened first,
     * if there is room for it.
     */
    private void closeExpired(long now) {
        Roster roster = pool.roster();
        int fresh = 0;
        for (PooledSession slot : roster.slots()) {
            if (slot.isIdle() && !slot.isExpired(now)) {
                fresh++;
            }
        }
        int lacking = Math.max(0, size.minIdle() - fresh);
        int room = size.max() - roster.total();
        int kept = Math.min(lacking, room + roster.opening());
        pool.openReplacements(kept - roster.opening());
        for (PooledSession slot : roster.slots()) {
            if (slot.isIdle() && slot.isExpired(now) && --kept < 0) {
                slot.retireIdle();
            }
        }
    }

    /** Closes those that have rested too long, the youngest first since the oldest are used first. */
    private void closeIdle(long now) {
        if (idleTimeoutNanos == 0) {
            return;
        }
        PooledSession[] slots = pool.roster().slots();
        int surplus = pool.roster().idle() - size.minIdle();
        for (int i = slots.length - 1; i >= 0 && surplus > 0; i--) {
            PooledSession slot = slots[i];
            if (slot.isIdle() && slot.idleNanos(now) >= idleTimeoutNanos && slot.retireIdle()) {
                surplus--;
            }
        }
    }
}
