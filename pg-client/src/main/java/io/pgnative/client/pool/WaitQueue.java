package io.pgnative.client.pool;

import io.pgnative.client.PgException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a connection, first come, first served. One timer stands for the earliest deadline. The dead
 * stay in the queue until they come to its head or outnumber the living, so that memory stays bounded.
 */
final class WaitQueue {

    private static final int MIN_DEATHS_TO_SWEEP = 64;
    private static final long SWEEP_NANOS_PER_WAITER = 10_000;
    private static final long MAX_TIMER_STEP_NANOS = 10_000_000;

    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger deathsSinceSweep = new AtomicInteger();
    private final AtomicReference<@Nullable Alarm> armed = new AtomicReference<>();
    private final EventLoops loops;
    private final ObjIntConsumer<Waiter> expiry;

    /**
     * Makes an empty one.
     *
     * @param loops where the timer runs
     * @param expiry told of each waiter whose time is up, after it died, and how many waited then
     */
    WaitQueue(EventLoops loops, ObjIntConsumer<Waiter> expiry) {
        this.loops = loops;
        this.expiry = expiry;
    }

    /**
     * Appends a waiter.
     *
     * @param waiter new
     * @param limit the most that may wait
     * @return false if too many wait already
     */
    boolean add(Waiter waiter, int limit) {
        if (waiting.incrementAndGet() > limit) {
            waiting.decrementAndGet();
            return false;
        }
        queue.add(waiter);
        arm(waiter.deadlineNanos);
        return true;
    }

    /**
     * Takes the oldest living waiter out and assigns it a connection.
     *
     * @param slot a busy one
     * @return the waiter, to be served; null if nobody waits
     */
    @Nullable Waiter poll(PooledSession slot) {
        Waiter waiter;
        while ((waiter = queue.poll()) != null) {
            if (waiter.accept(slot)) {
                waiting.decrementAndGet();
                return waiter;
            }
        }
        return null;
    }

    /** Whether the oldest living waiter is content with a connection that carries statements of others. */
    boolean isHeadSharing() {
        Waiter head = head();
        return head != null && head.mayShare();
    }

    /**
     * Like {@link #poll}, if {@link #isHeadSharing}. Not before: a waiter that was taken out must be served, and
     * whoever comes behind one that wants a connection of its own has to wait with it.
     *
     * @param slot one that carries statements
     * @return the waiter, to be served; null if nobody waits, or the oldest does not share
     */
    @Nullable Waiter pollSharing(PooledSession slot) {
        Waiter head;
        while ((head = head()) != null && head.mayShare()) {
            // Fails if another thread has just served it.
            if (queue.remove(head) && head.accept(slot)) {
                waiting.decrementAndGet();
                return head;
            }
        }
        return null;
    }

    /** The oldest living waiter; clears the dead away before it. */
    private @Nullable Waiter head() {
        Waiter head;
        while ((head = queue.peek()) != null && !head.isQueued()) {
            queue.remove(head);
        }
        return head;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The number of living waiters. */
    int waiting() {
        return waiting.get();
    }

    /** Counts a waiter that has died on its own and is still in the queue. */
    void died() {
        waiting.decrementAndGet();
        int deaths = deathsSinceSweep.incrementAndGet();
        if (deaths >= MIN_DEATHS_TO_SWEEP && deaths > waiting.get()) {
            sweep();
        }
    }

    /**
     * Fails all who wait at this moment.
     *
     * @param reason why
     */
    void failAll(PgException reason) {
        Waiter waiter;
        while ((waiter = queue.poll()) != null) {
            if (waiter.die()) {
                waiting.decrementAndGet();
                waiter.fail(reason);
            }
        }
        disarm();
    }

    /** Leaves no timer behind that would hold on to all this, unless someone has come meanwhile. */
    private void disarm() {
        Alarm last = armed.getAndSet(null);
        if (last != null) {
            last.cancel();
        }
        for (Waiter waiter : queue) {
            arm(waiter.deadlineNanos);
        }
    }

    /** Fails the oldest living waiter, if there is one. */
    void failFirst(PgException reason) {
        Waiter waiter;
        while ((waiter = queue.poll()) != null) {
            if (waiter.die()) {
                waiting.decrementAndGet();
                waiter.fail(reason);
                return;
            }
        }
    }

    private void sweep() {
        deathsSinceSweep.set(0);
        queue.removeIf(waiter -> !waiter.isQueued());
    }

    private void arm(long deadlineNanos) {
        for (; ; ) {
            Alarm current = armed.get();
            if (current != null && current.atNanos - deadlineNanos <= 0) {
                return;
            }
            Alarm earlier = new Alarm(deadlineNanos);
            if (armed.compareAndSet(current, earlier)) {
                earlier.timer = loops.schedule(() -> ring(earlier), deadlineNanos - System.nanoTime());
                if (armed.get() != earlier) {
                    earlier.cancel();
                }
                if (current != null) {
                    current.cancel();
                }
                return;
            }
        }
    }

    private void ring(Alarm alarm) {
        if (!armed.compareAndSet(alarm, null)) {
            return;
        }
        long now = System.nanoTime();
        boolean isAnyoneLeft = false;
        long next = 0;
        int waitingBefore = waiting.get();
        boolean hasAnyoneDied = false;
        for (Waiter waiter : queue) {
            if (waiter.deadlineNanos - now > 0) {
                if (waiter.isQueued() && (!isAnyoneLeft || waiter.deadlineNanos - next < 0)) {
                    isAnyoneLeft = true;
                    next = waiter.deadlineNanos;
                }
            } else if (waiter.die()) {
                hasAnyoneDied = true;
                waiting.decrementAndGet();
                expiry.accept(waiter, waitingBefore);
            }
        }
        if (hasAnyoneDied) {
            sweep();
        }
        if (isAnyoneLeft) {
            // A sweep costs time for each waiter: with many of them, deadlines that lie close together share one.
            long step = Math.min(MAX_TIMER_STEP_NANOS, waiting.get() * SWEEP_NANOS_PER_WAITER);
            arm(next - now < step ? now + step : next);
        }
    }

    private static final class Alarm {
        private final long atNanos;
        private volatile @Nullable Future<?> timer;

        Alarm(long atNanos) {
            this.atNanos = atNanos;
        }

        void cancel() {
            Future<?> current = timer;
            if (current != null) {
                current.cancel(false);
            }
        }
    }
}
