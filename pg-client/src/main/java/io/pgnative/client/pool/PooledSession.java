package io.pgnative.client.pool;

import io.netty.channel.EventLoop;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.RequestOwner;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.Session;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session and who has it: nobody, one user alone, a number of single statements, or the one who closes it. Born idle.
 */
final class PooledSession implements RequestOwner {

    private static final int EXCLUSIVE = 0;
    private static final int IDLE = 1;
    private static final int CLOSING = 2;
    private static final int ENDED = 3;
    /** Plus the number of statements carried, which is at least one. */
    private static final int SHARED = 4;

    /** The generation of no pool. */
    private static final int EXPIRED = -1;

    private static final long RESET_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SLOW_RESET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final VarHandle STATE;
    private static final VarHandle ASKED;
    private static final VarHandle BUSY_SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(PooledSession.class, "state", int.class);
            ASKED = lookup.findVarHandle(PooledSession.class, "asked", boolean.class);
            BUSY_SINCE = lookup.findVarHandle(PooledSession.class, "busySinceNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Pool pool;
    private final Session session;
    private final EventLoop loop;
    private final long bornNanos;
    private volatile int generation;
    private final @Nullable String resetSql;
    private final boolean isMortal;
    private final long expiryNanos;
    private final Runnable answer = this::answer;
    private volatile int state = IDLE;
    /** Written by the user before the state becomes idle, read after it was seen idle. */
    private long idleSinceNanos;

    /** Since when users have had it; 0 while they have not. Through {@link #BUSY_SINCE}, which costs no fence. */
    @SuppressWarnings("UnusedVariable")
    private long busySinceNanos;

    // Written by its only user, like the time above.
    private int uses;
    private boolean isUsedUp;

    /** What prepares it. */
    private volatile @Nullable String preparation;

    private volatile boolean asked;
    private volatile boolean isHeldUp;
    /** Since when a reset has not been answered; 0 if there is none. */
    private volatile long resetSinceNanos;

    // Only touched on the session's loop.
    private boolean isAtWork;
    private boolean isReleased;
    private boolean hasRoom;

    /**
     * Makes one.
     *
     * @param pool where it belongs
     * @param session open
     * @param generation that of the pool when the session was asked for
     * @param lifetimeNanos how long it may live from now; 0 is for ever
     */
    PooledSession(Pool pool, Session session, int generation, long lifetimeNanos) {
        this.pool = pool;
        this.session = session;
        this.loop = session.context().nettyEventLoop();
        this.generation = generation;
        this.resetSql = Requests.resetSql(pool.resetPolicy(), session.settings());
        this.isMortal = lifetimeNanos > 0;
        this.bornNanos = System.nanoTime();
        this.idleSinceNanos = bornNanos;
        this.expiryNanos = bornNanos + lifetimeNanos;
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
        int now = state;
        return now == EXCLUSIVE || now > SHARED;
    }

    /** Whether nobody will use this any more, though it still takes a place. */
    boolean isGoing() {
        int now = state;
        return now == CLOSING || now == ENDED;
    }

    boolean isEnded() {
        return state == ENDED;
    }

    /** How many single statements this carries; 0 also while it has one user alone. */
    int carried() {
        return Math.max(0, state - SHARED);
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }

    boolean isExpired(long nowNanos) {
        return (isMortal && nowNanos - expiryNanos >= 0)
                || isUsedUp
                || generation != pool.generation()
                || session.isSuspect();
    }

    /** Has it closed when it is given back, or next idle. */
    void expire() {
        generation = EXPIRED;
    }

    /** Somebody uses it from now on. */
    void acquired(long nowNanos) {
        if ((long) BUSY_SINCE.getOpaque(this) == 0) {
            BUSY_SINCE.setOpaque(this, nowNanos | 1);
        }
    }

    /** Nobody uses it any more. @return since when somebody did; 0 if nobody has */
    long endUse() {
        long since = (long) BUSY_SINCE.getOpaque(this);
        if (since != 0) {
            BUSY_SINCE.setOpaque(this, 0L);
        }
        return since;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - bornNanos;
    }

    /** For how long it has been idle or in use; 0 when that cannot be said. */
    long inStateNanos(long nowNanos) {
        if (isIdle()) {
            return Math.max(0, idleNanos(nowNanos));
        }
        long since = (long) BUSY_SINCE.getOpaque(this);
        return since == 0 || isGoing() ? 0 : Math.max(0, nowNanos - since);
    }

    /** How often it was given back. */
    int uses() {
        return Math.max(0, uses);
    }

    /** Makes a new one busy that is prepared before anybody uses it, which does not count as a use. */
    void prepare() {
        state = EXCLUSIVE;
        uses = -1;
    }

    /** Whether it is being prepared, and will then be there for those who wait. */
    boolean isPreparing() {
        return state == EXCLUSIVE && uses < 0;
    }

    void preparedBy(String name) {
        preparation = name;
    }

    /** What is it being prepared by, before anybody uses it; null if by nothing. */
    @Nullable String preparation() {
        return isPreparing() ? preparation : null;
    }

    /** Its only user is done with it. */
    void used() {
        uses++;
        isUsedUp = pool.maxUses() > 0 && uses >= pool.maxUses();
    }

    /** Whether the reset after the last use takes longer than it should, so that it had better be left alone. */
    boolean isResetSlow(long nowNanos) {
        long since = resetSinceNanos;
        return since != 0 && nowNanos - since > SLOW_RESET_NANOS;
    }

    /** Makes an idle one busy, for the caller alone. */
    boolean take() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, EXCLUSIVE);
    }

    /** Lets others join its user, who is about to submit a single statement. */
    void share() {
        STATE.compareAndSet(this, EXCLUSIVE, SHARED + 1);
    }

    /** Joins the statements that are carried, if there still are any; ends with {@link #finished} like theirs. */
    boolean join() {
        for (; ; ) {
            int before = state;
            if (before <= SHARED) {
                return false;
            }
            if (STATE.compareAndSet(this, before, before + 1)) {
                return true;
            }
        }
    }

    /** Makes a busy one idle; false if it has ended meanwhile. */
    boolean rest(long nowNanos) {
        idleSinceNanos = nowNanos;
        return STATE.compareAndSet(this, EXCLUSIVE, IDLE);
    }

    /** Closes an idle one in good order, unless somebody was faster. */
    boolean retireIdle() {
        return retire(IDLE);
    }

    /** Closes a busy one in good order; only its only user may do that. */
    void retireBusy() {
        retire(EXCLUSIVE);
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

    // ---- sharing

    /** Whether statements that run long were seen here, and none has ended since. */
    boolean isHeldUp() {
        return isHeldUp;
    }

    void heldUp() {
        isHeldUp = true;
    }

    /** Carries more of what waits, if there is room; at once on the session's loop, else in a task there. */
    void takeMore() {
        if (isOnLoop()) {
            hasRoom = true;
            work();
        } else {
            ask();
        }
    }

    /** Asks for {@link #takeMore} in a task of its own; one stands for any number of those who ask. */
    void ask() {
        if (!asked && ASKED.compareAndSet(this, false, true)) {
            try {
                loop.execute(answer);
            } catch (RejectedExecutionException closed) {
                // The loop has gone with its Vert.x instance, which closes the pool and ends those who wait.
                asked = false;
            }
        }
    }

    private void answer() {
        asked = false;
        takeMore();
    }

    // ---- giving back

    /** One of those who use this is done. */
    void finished() {
        for (; ; ) {
            int before = state;
            if (before <= SHARED) {
                break;
            }
            int after = before == SHARED + 1 ? EXCLUSIVE : before - 1;
            if (STATE.compareAndSet(this, before, after)) {
                if (isHeldUp) {
                    isHeldUp = false;
                }
                if (after == EXCLUSIVE) {
                    break;
                }
                if (pool.sharing().isWanted()) {
                    takeMore();
                }
                return;
            }
        }
        if (session.isOpen() && session.transactionStatus() != TransactionStatus.IDLE) {
            // A single statement was a BEGIN: nobody else's must run in that transaction.
            new Lease(this).release(true);
        } else {
            used();
            if (session.isChanged()) {
                reset();
            }
            release();
        }
    }

    /** Whether {@link #reset} does something. */
    boolean isToBeReset() {
        return resetSql != null && session.isOpen();
    }

    /**
     * Undoes what the last user has done to the session; what the next one submits waits for that. On the session's
     * loop, so that nobody can submit anything before it. A session that cannot be reset is closed.
     */
    void reset() {
        String sql = resetSql;
        if (sql == null) {
            return;
        }
        long now = System.nanoTime();
        resetSinceNanos = now | 1;
        Request<@Nullable Void> reset = Requests.reset(sql, now + RESET_TIMEOUT_NANOS);
        reset.future().onComplete((done, failure) -> {
            resetSinceNanos = 0;
            if (failure != null) {
                session.abort(new PgConnectionLostException(
                        "the connection was closed, because its session could not be reset", false, failure));
            }
        });
        session.submit(reset);
    }

    /** Gives one that has one user alone back. */
    void release() {
        if (!isOnLoop()) {
            pool.release(this);
            return;
        }
        isReleased = true;
        work();
    }

    /**
     * Hands this to those who wait. The next user's statement may end before it is sent, which comes back here before
     * the first return has ended; that becomes a loop here, since a long queue of those would exhaust the stack.
     */
    private void work() {
        if (isAtWork) {
            return;
        }
        isAtWork = true;
        try {
            while (isReleased || hasRoom) {
                if (isReleased) {
                    isReleased = false;
                    pool.release(this);
                } else {
                    hasRoom = false;
                    pool.sharing().fill(this);
                }
            }
        } finally {
            isAtWork = false;
        }
    }

    @Override
    public void settled(Request<?> request, Session settledOn) {
        finished();
    }

    @Override
    public void abandoned(Request<?> request) {
        finished();
    }
}
