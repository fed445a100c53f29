package io.pgnative.client.pool;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What connections have counted that have ended. While one is on its way from the open ones into this, it is in neither
 * sum for a moment; what is told never falls for that.
 */
final class Total {

    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    void add(long amount) {
        ended.addAndGet(amount);
    }

    long sum() {
        return ended.get();
    }

    /** The sum that is told, for one that was just added up. */
    long told(long sum) {
        return told.accumulateAndGet(sum, Math::max);
    }
}
