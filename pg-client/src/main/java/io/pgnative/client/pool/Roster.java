package io.pgnative.client.pool;

import java.util.Arrays;

/**
 * The connections of a pool at one moment. Immutable, so that a reader sees numbers that agree.
 *
 * @param slots the open ones, the oldest first; not to be changed
 * @param opening how many are being opened
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read on the way of every query.
record Roster(PooledSession[] slots, int opening) {

    static final Roster EMPTY = new Roster(new PooledSession[0], 0);

    int total() {
        return slots.length + opening;
    }

    Roster withOpening() {
        return new Roster(slots, opening + 1);
    }

    Roster withoutOpening() {
        return new Roster(slots, opening - 1);
    }

    Roster withOpened(PooledSession slot) {
        PooledSession[] more = Arrays.copyOf(slots, slots.length + 1);
        more[slots.length] = slot;
        return new Roster(more, opening - 1);
    }

    Roster without(PooledSession slot) {
        PooledSession[] fewer =
                Arrays.stream(slots).filter(other -> other != slot).toArray(PooledSession[]::new);
        return new Roster(fewer, opening);
    }

    int idle() {
        int idle = 0;
        for (PooledSession slot : slots) {
            if (slot.isIdle()) {
                idle++;
            }
        }
        return idle;
    }

    /** How many are to come for those who wait: being opened, or being prepared after that. */
    int coming() {
        int coming = opening;
        for (PooledSession slot : slots) {
            if (slot.isPreparing()) {
                coming++;
            }
        }
        return coming;
    }

    int busy() {
        int busy = 0;
        for (PooledSession slot : slots) {
            if (slot.isBusy()) {
                busy++;
            }
        }
        return busy;
    }
}
