package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.QueryEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something a caller waits for. It may wait in a pool, is then submitted to one session, and ends there.
 *
 * <p>Two things happen to it, each once: its future completes, and it is settled, which means that the session is done
 * with it. A caller who gives up completes the future early; settling comes later, when the server has ended.
 *
 * @param <T> what the caller gets
 */
public abstract class Request<T extends @Nullable Object> extends Exchange {

    /** No deadline. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(Request.class);

    private static final Object[] NO_ARGUMENTS = {};

    private static final int WAITING = 0;
    private static final int SUBMITTED = 1;
    private static final int ABANDONED = 2;
    private static final int COMPLETE = 3;

    private static final VarHandle STATE;
    private static final VarHandle OWNER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Request.class, "state", int.class);
            OWNER = lookup.findVarHandle(Request.class, "owner", RequestOwner.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Promise<T> promise;
    private final long deadlineNanos;
    private volatile int state;
    private @Nullable RequestOwner owner;
    private @Nullable TimeLimit limit;

    /** When the first of it was sent, the preparing of its statement included; 0 while nothing was. */
    long startedNanos;

    private volatile @Nullable PgSession session;

    /**
     * Makes one.
     *
     * @param context where the future completes; null for on the session's loop
     * @param deadlineNanos on the clock of {@link System#nanoTime()}, or {@link #NO_DEADLINE}
     */
    protected Request(@Nullable ContextInternal context, long deadlineNanos) {
        this.promise = context == null ? Promise.promise() : context.promise();
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * What the caller waits for.
     *
     * @return completes once
     */
    public final Future<T> future() {
        return promise.future();
    }

    /**
     * When the caller gives up.
     *
     * @return on the clock of {@link System#nanoTime()}, or {@link #NO_DEADLINE}
     */
    public long deadlineNanos() {
        TimeLimit within = limit;
        return within == null ? deadlineNanos : within.earlier(deadlineNanos);
    }

    /**
     * Gives it a limit beside its own deadline. To be called before it is submitted.
     *
     * @param newLimit what it runs in has
     */
    public final void limit(TimeLimit newLimit) {
        this.limit = newLimit;
    }

    /** What did not end in time when {@link #deadlineNanos()} has passed; for messages. */
    final String overdue() {
        TimeLimit within = limit;
        return within != null && within.isOver() ? within.subject() : "the call";
    }

    /**
     * Whether this is one statement, complete in itself, so that others of the kind may be sent ahead of it and behind
     * it on the same session without waiting for answers.
     *
     * @return false for scripts and batches
     */
    public boolean isSingleStatement() {
        return false;
    }

    /**
     * Names who wants the session back. To be called before the request can be abandoned or submitted.
     *
     * @param newOwner told of abandoning and settling
     */
    public final void owner(RequestOwner newOwner) {
        this.owner = newOwner;
    }

    /**
     * Whether the caller has given up.
     *
     * @return true if the future has failed early
     */
    public final boolean isAbandoned() {
        return state == ABANDONED;
    }

    /**
     * The caller gives up: the future fails at once. A request that is not submitted is never sent; one that runs is
     * cancelled at the server. Does nothing once the future is complete. Any thread.
     *
     * @param reason what the future fails with
     */
    public final void abandon(Throwable reason) {
        if (STATE.compareAndSet(this, WAITING, ABANDONED)) {
            completeFuture(null, reason);
            RequestOwner current = (RequestOwner) OWNER.getAndSet(this, null);
            if (current != null) {
                current.abandoned(this);
            }
        } else if (STATE.compareAndSet(this, SUBMITTED, ABANDONED)) {
            // First the session, so that what a listener submits next waits for the cancel request.
            PgSession current = session;
            if (current != null) {
                current.abandoned(this);
            }
            tellOver(reason);
            completeFuture(null, reason);
        }
    }

    /**
     * Fails a request that no session will get, such as one that waited too long in a pool. Any thread.
     *
     * @param reason what the future fails with
     * @return false if the caller has given up before, or a session has it
     */
    public final boolean reject(PgException reason) {
        return STATE.compareAndSet(this, WAITING, ABANDONED) && completeFuture(null, reason);
    }

    /**
     * Takes the request for a session, on any thread; exactly one of this and {@link #abandon} wins.
     *
     * @return false if the caller has given up before
     */
    final boolean claim(PgSession by) {
        session = by;
        return STATE.compareAndSet(this, WAITING, SUBMITTED);
    }

    /** The session that has claimed this; null before. */
    final @Nullable PgSession session() {
        return session;
    }

    /**
     * The request was given up before the session could claim it. Who named himself as owner too late to be told of
     * that is told here, so that each owner hears once.
     */
    final void settleUnclaimed(PgSession by) {
        RequestOwner current = (RequestOwner) OWNER.getAndSet(this, null);
        if (current != null) {
            current.settled(this, by);
        }
    }

    /** Does what is to be done without the server, in its turn. @return false if it is to be sent */
    boolean endsAtOnce(PgSession by) {
        return false;
    }

    /** A request that is written in parts has more to write; any thread. */
    final void hasMore() {
        PgSession current = session;
        if (current != null) {
            current.context().nettyEventLoop().execute(current::continueWriting);
        }
    }

    /** The session is done with this request; its owner may use the session for another one now. */
    final void settle(PgSession by) {
        RequestOwner current = owner;
        if (current != null) {
            owner = null;
            current.settled(this, by);
        }
    }

    /**
     * Ends it with a value.
     *
     * @return false if the caller has given up before
     */
    final boolean complete(PgSession by, T value) {
        boolean wanted = STATE.compareAndSet(this, SUBMITTED, COMPLETE);
        if (wanted) {
            tellOver(null);
        }
        settle(by);
        if (wanted) {
            completeFuture(value, null);
        }
        return wanted;
    }

    final void fail(PgSession by, Throwable reason) {
        boolean wanted = STATE.compareAndSet(this, SUBMITTED, COMPLETE);
        if (wanted) {
            tellOver(reason);
        }
        settle(by);
        if (wanted) {
            completeFuture(null, reason);
        }
    }

    private void tellOver(@Nullable Throwable failure) {
        PgSession on = session;
        if (on != null) {
            on.events().over(this, failure);
        }
    }

    // ---- what is told of it

    /** What this is, for those who log what runs; null for what is not told. */
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.QUERY;
    }

    /** What the server said at its end. */
    CommandResult result() {
        return ResultCollector.NO_RESULT;
    }

    /** The rows of arguments that were sent. */
    long batchSize() {
        return 1;
    }

    /** The arguments that may be told; not copied. */
    @Nullable Object[] arguments() {
        return NO_ARGUMENTS;
    }

    @Override
    final Request<?> request() {
        return this;
    }

    @Override
    void lost(PgSession by, PgException reason) {
        fail(by, reason);
    }

    /** Fails a request of which nothing was sent because the connection had ended. */
    final void neverSent(PgSession by, @Nullable Throwable cause) {
        fail(by, new PgConnectionLostException("the connection had ended before the statement was sent", false, cause));
    }

    /**
     * A listener that runs here and throws must not disturb the session.
     *
     * @return false if the future was complete before
     */
    @SuppressWarnings("NullAway") // a promise takes null for a value that may be null, which T then says
    private boolean completeFuture(@Nullable T value, @Nullable Throwable reason) {
        try {
            return reason == null ? promise.tryComplete(value) : promise.tryFail(reason);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.error("A listener of a query's future has thrown", e);
            return true;
        }
    }
}
