package io.pgnative.client.session;

import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a user has registered: on the context of the registration, one call after the other, never within the
 * reading of messages, and so that what it throws does no harm. What waits for a handler that is slow is bounded; calls
 * that come then are left out, and it is told how many, in their place.
 */
public final class UserHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UserHandler.class);
    private static final long LOG_INTERVAL_NANOS = 1_000_000_000L;

    /** How much may wait, in bytes of memory: many times what one turn of an event loop reads. */
    private static final long MOST_WAITING = 64L * 1024 * 1024;

    /** About what a call costs beside what it tells. */
    private static final int CALL_SIZE = 200;

    private final String name;
    private final ContextInternal context;
    private volatile @Nullable Session session;
    private final LongConsumer leftOutHandler;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();
    /** Of the context alone: when the next failure may be logged. */
    private @Nullable Long logDueNanos;

    /**
     * Makes one.
     *
     * @param name what it is, for the log
     * @param context where it runs
     */
    public UserHandler(String name, ContextInternal context) {
        this(name, context, count -> {});
    }

    /**
     * Makes one that is told what it misses.
     *
     * @param name what it is, for the log
     * @param context where it runs
     * @param leftOutHandler told of the number of calls that were left out since too much waited, where they would have
     *     come
     */
    public UserHandler(String name, ContextInternal context, LongConsumer leftOutHandler) {
        this.name = name;
        this.context = context;
        this.leftOutHandler = leftOutHandler;
    }

    /**
     * Names the connection that this is about, for the log. Any thread.
     *
     * @param newSession the connection
     * @return this
     */
    public UserHandler about(Session newSession) {
        session = newSession;
        return this;
    }

    /**
     * Calls the handler, in a task of its own, unless it has ended by then, or too much waits. Any thread.
     *
     * @param size about how many bytes are kept for the call
     * @param call what to do
     */
    public void call(int size, Runnable call) {
        long cost = (long) CALL_SIZE + size;
        if (waiting.addAndGet(cost) <= MOST_WAITING) {
            run(() -> {
                waiting.addAndGet(-cost);
                if (!isOver()) {
                    guarded(call);
                }
            });
            return;
        }
        waiting.addAndGet(-cost);
        if (leftOut.getAndIncrement() == 0) {
            // Takes the place of the first that is left out, and tells of all until its turn.
            run(this::tellLeftOut);
        }
    }

    /**
     * Calls the handler for the last time, though it has ended. Any thread.
     *
     * @param call what to do
     */
    public void callLast(Runnable call) {
        run(() -> guarded(call));
    }

    private void tellLeftOut() {
        long count = leftOut.getAndSet(0);
        if (!isOver()) {
            log(() -> LOG.warn("The {} is slower than what it is told: {} calls were left out", name, count));
            guarded(() -> leftOutHandler.accept(count));
        }
    }

    private void run(Runnable task) {
        try {
            context.runOnContext(ignored -> task.run());
        } catch (RejectedExecutionException closed) {
            LOG.debug("The {} is not called, since its Vert.x instance is closed", name);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            long now = System.nanoTime();
            Long due = logDueNanos;
            // A server that floods must not flood the log, too.
            if (due == null || now - due >= 0) {
                logDueNanos = now + LOG_INTERVAL_NANOS;
                log(() -> LOG.error("The {} has thrown; told at most once a second", name, e));
            }
        }
    }

    private void log(Runnable line) {
        Session on = session;
        if (on == null) {
            line.run();
        } else {
            on.log(line);
        }
    }

    /**
     * Ends it: what is not being called now is called no more.
     *
     * @return true the first time
     */
    public boolean end() {
        return isOver.compareAndSet(false, true);
    }

    /**
     * Whether it has ended.
     *
     * @return true if it is called no more
     */
    public boolean isOver() {
        return isOver.get();
    }
}
