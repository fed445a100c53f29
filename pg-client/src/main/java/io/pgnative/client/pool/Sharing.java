package io.pgnative.client.pool;

import org.jspecify.annotations.Nullable;

/**
 * Lets busy connections carry several single statements at once when more calls wait than there are other connections.
 * All of it is done by connections on their own loops, which take from the head of the queue: a call is bound late, to
 * the connection that has room first, and none overtakes another.
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

    /** Whether anybody waits. */
    boolean isWanted() {
        return !queue.isEmpty();
    }

    /**
     * Finds a connection for calls that have begun to wait: the least loaded one, on the caller's own loop if there is
     * one with room. The others ask for more by themselves, whenever one of their statements ends.
     */
    void offer() {
        PooledSession best = bestWithRoom();
        if (best != null) {
            best.takeMore();
        }
    }

    private @Nullable PooledSession bestWithRoom() {
        Roster roster = pool.roster();
        if (!hasRoom(1, roster) || pool.canGrow()) {
            return null;
        }
        PooledSession own = null;
        PooledSession other = null;
        for (PooledSession slot : roster.slots()) {
            int carried = slot.carried();
            if (carried > 0 && !slot.isHeldUp() && hasRoom(carried, roster)) {
                if (slot.isOnLoop()) {
                    own = own == null || carried < own.carried() ? slot : own;
                } else {
                    other = other == null || carried < other.carried() ? slot : other;
                }
            }
        }
        return own == null ? other : own;
    }

    /** Lets a connection take as many of those who wait as it may; on its loop. */
    void fill(PooledSession slot) {
        if (queue.isEmpty() || pool.isStopped() || pool.canGrow()) {
            return;
        }
        Roster roster = pool.roster();
        int carried;
        while ((carried = slot.carried()) > 0 && hasRoom(carried, roster) && queue.isHeadSharing()) {
            long now = System.nanoTime();
            if (slot.isExpired(now)) {
                return;
            }
            if (!slot.session().isPrompt(now)) {
                slot.heldUp();
                // It was chosen before that was known; another one may have the room that it has not.
                PooledSession other = bestWithRoom();
                if (other != null) {
                    other.ask();
                }
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

    /**
     * Whether a connection that carries so many may take one more: not while the queue is so short that the other
     * connections can take all of it until this one has answered what it carries. Those calls come next anyway, whoever
     * is free first.
     */
    private boolean hasRoom(int carried, Roster roster) {
        return carried < limit && (long) carried * (roster.total() - 1) < queue.waiting();
    }
}
