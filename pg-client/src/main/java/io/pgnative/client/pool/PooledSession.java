package io.pgnative.client.pool;

import io.netty.channel.EventLoop;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.RequestOwner;
import io.pgnative.client.session.Session;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A session and who has it: nobody, one user, or the one who closes it. Born idle. */
final class PooledSession implements RequestOwner {

    private static final int BUSY = 0;
    private static final int IDLE = 1;
    private static final int CLOSING = 2;
    private static final int ENDED = 3;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PooledSession.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Pool pool;
    private final Session session;
    private final EventLoop loop;
    private final boolean isMortal;
    private final long expiryNanos;
    private volatile int state = IDLE;
    /** Written by the user before the state becomes idle, read after it was seen idle. */
    private long idleSinceNanos;

    // Only touched on the session's loop.
    private boolean isReleasing;
    private boolean isReleasedAgain;

    /**
     * Makes one.
     *
     * @param pool where it belongs
     * @param session open
     * @param lifetimeNanos how long it may live from now; 0 is for ever
     */
    PooledSession(Pool pool, Session session, long lifetimeNanos) {
        this.pool = pool;
        this.session = session;
        this.loop = session.context().nettyEventLoop();
        this.isMortal = lifetimeNanos > 0;
        this.idleSinceNanos = System.nanoTime();
        this.expiryNanos = idleSinceNanos + lifetimeNanos;
    }

    Session session() {
        return session;
    }

    Pool pool() {
        return pool;
    }

    boolean isOnLoop() {
        return loop.inEventLoop();
    }

    boolean isIdle() {
        return state == IDLE;
    }

    boolean isBusy() {
        return state == BUSY;
    }

    boolean isEnded() {
        return state == ENDED;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }

    boolean isExpired(long nowNanos) {
        return isMortal && nowNanos - expiryNanos >= 0;
    }

    /** Makes an idle one busy, for the caller alone. */
    boolean take() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, BUSY);
    }

    /** Makes a busy one idle; false if it has ended meanwhile. */
    boolean rest(long nowNanos) {
        idleSinceNanos = nowNanos;
        return STATE.compareAndSet(this, BUSY, IDLE);
    }

    /** Closes an idle one in good order, unless somebody was faster. */
    boolean retireIdle() {
        return retire(IDLE);
    }

    /** Closes a busy one in good order; only its user may do that. */
    void retireBusy() {
        retire(BUSY);
    }

    private boolean retire(int from) {
        if (!STATE.compareAndSet(this, from, CLOSING)) {
            return false;
        }
        session.close();
        return true;
    }

    /** Marks the end of the session; true the first time. */
    boolean end() {
        return (int) STATE.getAndSet(this, ENDED) != ENDED;
    }

    /**
     * Gives a busy one back. The next user's statement may fail before it is sent, which gives this back again before
     * the first return has ended; that becomes a loop here, since a long queue of those would exhaust the stack.
     */
    void release() {
        if (!loop.inEventLoop()) {
            pool.release(this);
            return;
        }
        isReleasedAgain = true;
        if (isReleasing) {
            return;
        }
        isReleasing = true;
        try {
            while (isReleasedAgain) {
                isReleasedAgain = false;
                pool.release(this);
            }
        } finally {
            isReleasing = false;
        }
    }

    @Override
    public void settled(Request<?> request, Session settledOn) {
        release();
    }

    @Override
    public void abandoned(Request<?> request) {
        release();
    }
}
