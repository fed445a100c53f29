package io.pgnative.client.pool;

import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks connections that have rested long before somebody uses them. */
final class Validation {

    private static final Logger LOG = LoggerFactory.getLogger(Validation.class);

    private final Pool pool;
    private final WaitQueue queue;
    private final long timeoutNanos;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * Makes one.
     *
     * @param queue those who wait for what is checked
     * @param timeoutNanos for how long a connection may not answer
     */
    Validation(Pool pool, WaitQueue queue, long timeoutNanos) {
        this.pool = pool;
        this.queue = queue;
        this.timeoutNanos = timeoutNanos;
    }

    /** How many are being checked. */
    int running() {
        return running.get();
    }

    /** Checks connections that have rested long, one for each waiter; those that live then go to the waiters. */
    void checkIdle() {
        long now = System.nanoTime();
        for (PooledSession slot : pool.roster().slots()) {
            if (running.get() >= queue.waiting()) {
                return;
            }
            if (slot.isIdle() && !pool.isFresh(slot, now) && slot.take()) {
                check(slot);
            }
        }
    }

    private void check(PooledSession slot) {
        running.incrementAndGet();
        Request<@Nullable Void> ping = Requests.ping(null, System.nanoTime() + timeoutNanos);
        ping.future().onComplete((ignored, failure) -> {
            running.decrementAndGet();
            if (failure == null) {
                slot.release();
            } else {
                LOG.debug("pool {}: an idle connection did not answer and is given up", pool.name(), failure);
                slot.session()
                        .abort(new PgConnectionLostException("the connection did not answer a check", false, failure));
                pool.serveQueue();
                pool.grow(false);
            }
        });
        slot.session().submit(ping);
    }
}
