package io.pgnative.client.pool;

/**
 * Lets busy connections carry several single statements at once when more calls wait than there are connections. All of
 * it is done by connections on their own loops, which take from the head of the queue: a call is bound late, to the
 * connection that has room first, and none overtakes another.
 *
 * <p>A connection takes more only while all that it carries is known to be answered soon, so that no call comes to
 * stand behind a slow one. A statement that is not known yet, or known to be slow, may be the last that a connection
 * takes.
 */
final class Sharing {

    private final Pool pool;
    private final WaitQueue queue;
    private final int limit;

    /**
     * Makes one.
     *
     * @param limit the most statements that a connection may carry; with 1 nothing is shared
     */
    Sharing(Pool pool, WaitQueue queue, int limit) {
        this.pool = pool;
        this.queue = queue;
        this.limit = limit;
    }

    boolean isOn() {
        return limit > 1;
    }

    /**
     * Finds a connection for calls that have begun to wait: the least loaded one, on the caller's own loop if there is
     * one with room. The others ask for more by themselves, whenever one of their statements ends.
     */
    void offer() {
        PooledSession[] slots = pool.roster().slots();
        int most = mostCarried(slots.length);
        if (most < 2 || pool.canGrow()) {
            return;
        }
        PooledSession own = null;
        PooledSession other = null;
        for (PooledSession slot : slots) {
            int carried = slot.carried();
            if (carried > 0 && carried < most && !slot.isHeldUp()) {
                if (slot.isOnLoop()) {
                    own = own == null || carried < own.carried() ? slot : own;
                } else {
                    other = other == null || carried < other.carried() ? slot : other;
                }
            }
        }
        if (own != null) {
            own.takeMore();
        } else if (other != null) {
            other.ask();
        }
    }

    /** Lets a connection take as many of those who wait as it may; on its loop. */
    void fill(PooledSession slot) {
        if (!isOn() || queue.isEmpty() || pool.isStopped() || pool.canGrow()) {
            return;
        }
        int connections = pool.roster().slots().length;
        while (hasRoom(slot, connections) && queue.isHeadSharing()) {
            long now = System.nanoTime();
            if (slot.isExpired(now)) {
                return;
            }
            if (!slot.session().isPrompt(now)) {
                slot.heldUp();
                return;
            }
            if (!slot.join()) {
                return;
            }
            Waiter waiter = queue.pollSharing(slot);
            if (waiter == null) {
                slot.finished();
                return;
            }
            pool.serve(waiter, slot, now);
        }
    }

    private boolean hasRoom(PooledSession slot, int connections) {
        int carried = slot.carried();
        return carried > 0 && carried < mostCarried(connections);
    }

    /**
     * How many a connection may carry now. Calls of which there are no more than connections come next anyway,
     * whichever connection is free first: those are not bound to one before.
     */
    private int mostCarried(int connections) {
        return Math.min(limit, 1 + queue.waiting() / Math.max(1, connections));
    }
}
