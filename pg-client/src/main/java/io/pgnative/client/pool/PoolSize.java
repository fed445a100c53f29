package io.pgnative.client.pool;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgOptions;

/** How many connections a pool may have, and how many idle ones it keeps; both may be changed while it is at work. */
final class PoolSize {

    /**
     * What holds at a moment.
     *
     * @param max the most connections
     * @param minIdle idle ones kept ready
     */
    private record Bounds(int max, int minIdle) {}

    private volatile Bounds bounds;

    PoolSize(PgOptions.Pool options) {
        this.bounds = new Bounds(options.maxSize(), options.minIdle());
    }

    int max() {
        return bounds.max;
    }

    int minIdle() {
        return bounds.minIdle;
    }

    /** Changes both. */
    void set(int max, int minIdle) {
        if (max < 1) {
            throw new PgMisuseException("the most connections are " + max + "; expected 1 or more");
        }
        if (minIdle < 0 || minIdle > max) {
            throw new PgMisuseException("the idle connections to keep are " + minIdle + "; expected 0 to " + max);
        }
        bounds = new Bounds(max, minIdle);
    }

    /**
     * Has connections that are too many closed: idle ones now, busy ones when they are given back, the youngest first.
     */
    void trim(Roster roster) {
        PooledSession[] slots = roster.slots();
        int surplus = roster.total() - max();
        for (PooledSession slot : slots) {
            if (slot.isGoing()) {
                surplus--;
            }
        }
        for (int i = slots.length - 1; i >= 0 && surplus > 0; i--) {
            if (slots[i].retireIdle()) {
                surplus--;
            }
        }
        for (int i = slots.length - 1; i >= 0 && surplus > 0; i--) {
            if (slots[i].isBusy()) {
                slots[i].expire();
                surplus--;
            }
        }
    }
}
