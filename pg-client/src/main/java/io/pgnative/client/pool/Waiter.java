package io.pgnative.client.pool;

import io.pgnative.client.PgException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A call that waits for a connection. It is served or dies, never both: whoever changes its state first decides. */
abstract class Waiter {

    private static final int QUEUED = 0;
    private static final int SERVED = 1;
    private static final int DEAD = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final long queuedNanos;
    final long deadlineNanos;
    final boolean isCallDeadline;
    private volatile int state;
    private @Nullable PooledSession slot;

    /**
     * Makes one.
     *
     * @param queuedNanos now
     * @param acquireDeadlineNanos when the pool gives up
     * @param callDeadlineNanos when the call gives up
     */
    Waiter(long queuedNanos, long acquireDeadlineNanos, long callDeadlineNanos) {
        this.queuedNanos = queuedNanos;
        this.isCallDeadline = callDeadlineNanos != Long.MAX_VALUE && callDeadlineNanos - acquireDeadlineNanos < 0;
        this.deadlineNanos = isCallDeadline ? callDeadlineNanos : acquireDeadlineNanos;
    }

    final boolean isQueued() {
        return state == QUEUED;
    }

    /**
     * Assigns a connection.
     *
     * @param offered a busy one; only the thread that has taken this waiter out of the queue may offer
     * @return false if this waiter is dead
     */
    final boolean accept(PooledSession offered) {
        slot = offered;
        return STATE.compareAndSet(this, QUEUED, SERVED);
    }

    /**
     * Ends the waiting without a connection.
     *
     * @return false if it is served or dead already
     */
    final boolean die() {
        return STATE.compareAndSet(this, QUEUED, DEAD);
    }

    /**
     * Ends the use of the connection that this waiter was given.
     *
     * @return what is to be released; null unless served, and the second time
     */
    final @Nullable PooledSession leave() {
        return STATE.compareAndSet(this, SERVED, DEAD) ? slot : null;
    }

    /** Whether this is content with a connection that carries statements of others already. */
    boolean mayShare() {
        return false;
    }

    /** Uses the connection, after {@link #accept} succeeded. */
    abstract void serve(PooledSession granted);

    /** Tells the caller, after {@link #die} succeeded. */
    abstract void fail(PgException reason);
}
