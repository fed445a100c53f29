package io.pgnative.client.face;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.ThreadExecutorMap;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.pool.Lease;
import io.pgnative.client.pool.PendingLease;
import io.pgnative.client.session.Request;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for one result: it parks, and whoever completes wakes it. Used once.
 *
 * @param <T> what it waits for
 */
final class Waiting<T extends @Nullable Object> implements Completable<T> {

    private final Thread thread = Thread.currentThread();
    private @Nullable T value;
    private @Nullable Throwable failure;
    /** Written last, read first. */
    private volatile boolean isDone;

    private Waiting() {}

    /**
     * Refuses threads that must not wait.
     *
     * @throws PgMisuseException on an event loop, and where Reactor forbids blocking
     */
    static void check() {
        Thread current = Thread.currentThread();
        if (Context.isOnEventLoopThread()
                // Looked up for Netty's threads only: for others the look-up would leave a table behind.
                || (current instanceof FastThreadLocalThread && ThreadExecutorMap.currentExecutor() != null)
                || (ReactorPresence.IS_PRESENT && ReactorThreads.isNonBlocking())) {
            throw traced(new PgMisuseException("the blocking face was called on the thread " + current.getName()
                    + ", which must not wait; use PgClient or its reactive() face there, or another thread"));
        }
    }

    /** Waits for a request. An interrupt gives it up, unless its result is there already. */
    static <T extends @Nullable Object> T await(Request<T> request) {
        Waiting<T> waiting = new Waiting<>();
        waiting.park(request.future(), request::abandon);
        return waiting.result();
    }

    /** Waits for what can be given up by an interrupt, unless its result is there already. */
    static <T extends @Nullable Object> T await(Future<T> future, Consumer<PgException> givingUp) {
        Waiting<T> waiting = new Waiting<>();
        waiting.park(future, givingUp);
        return waiting.result();
    }

    /** Waits for a connection. An interrupt gives it up or back. */
    static Lease await(PendingLease pending) {
        Waiting<Lease> waiting = new Waiting<>();
        PgException cancelled = waiting.park(pending.future(), pending::abandon);
        if (cancelled != null) {
            throw traced(cancelled);
        }
        return waiting.result();
    }

    /**
     * Waits for a future that an interrupt leaves alone.
     *
     * @param unwanted given what it brings after that
     */
    @SuppressWarnings("NullAway") // The value is not looked at where there is a failure.
    static <T> T awaitWanted(Future<T> future, Consumer<T> unwanted) {
        Waiting<T> waiting = new Waiting<>();
        PgException cancelled = waiting.park(future, reason -> waiting.complete(null, reason));
        if (cancelled != null) {
            future.onSuccess(unwanted::accept);
            throw traced(cancelled);
        }
        return waiting.result();
    }

    /** Waits for what cannot be given up, such as a COMMIT; an interrupt is kept for later. */
    static <T extends @Nullable Object> T awaitEnd(Future<T> future) {
        Waiting<T> waiting = new Waiting<>();
        waiting.park(future, null);
        return waiting.result();
    }

    private @Nullable PgException park(Future<T> future, @Nullable Consumer<PgException> givingUp) {
        future.onComplete(this);
        boolean isInterrupted = false;
        PgCancelledException cancelled = null;
        while (!isDone) {
            if (Thread.interrupted()) {
                isInterrupted = true;
                if (givingUp != null && cancelled == null) {
                    cancelled = new PgCancelledException("the thread was interrupted while it waited");
                    givingUp.accept(cancelled);
                }
            } else {
                LockSupport.park(this);
            }
        }
        if (isInterrupted) {
            thread.interrupt();
        }
        return cancelled;
    }

    @Override
    public void complete(T result, @Nullable Throwable error) {
        value = result;
        failure = error;
        isDone = true;
        LockSupport.unpark(thread);
    }

    @SuppressWarnings("NullAway") // The value is what the future gave: null only where T admits it.
    private T result() {
        rethrow(failure);
        return value;
    }

    /** Throws what something has failed with on another thread; returns for null. */
    static void rethrow(@Nullable Throwable error) {
        if (error == null) {
            return;
        }
        if (error instanceof RuntimeException unchecked) {
            throw traced(unchecked);
        }
        if (error instanceof Error serious) {
            throw serious;
        }
        if (error instanceof IOException io) {
            throw new UncheckedIOException(io);
        }
        throw new IllegalStateException(error);
    }

    /** Gives a failure that was made on an event loop the trace of the thread that gets it; the first one stays. */
    static <E extends RuntimeException> E traced(E failure) {
        if (failure instanceof PgException && failure.getStackTrace().length == 0) {
            failure.setStackTrace(new Throwable().getStackTrace());
        }
        return failure;
    }
}
