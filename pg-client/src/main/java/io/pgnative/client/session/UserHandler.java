package io.pgnative.client.session;

import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a user has registered: on the context of the registration, one call after the other, never within the
 * reading of messages, and so that what it throws does no harm.
 */
public final class UserHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UserHandler.class);
    private static final long LOG_INTERVAL_NANOS = 1_000_000_000L;

    private final String name;
    private final ContextInternal context;
    private final @Nullable Session session;
    private final AtomicBoolean isOver = new AtomicBoolean();
    /** Of the context alone: when the next failure may be logged. */
    private @Nullable Long logDueNanos;

    /**
     * Makes one.
     *
     * @param name what it is, for the log
     * @param context where it runs
     */
    public UserHandler(String name, ContextInternal context) {
        this(name, context, null);
    }

    /**
     * Makes one of a connection.
     *
     * @param session the connection, for the log; null if it is of none
     */
    UserHandler(String name, ContextInternal context, @Nullable Session session) {
        this.name = name;
        this.context = context;
        this.session = session;
    }

    /**
     * Calls the handler, in a task of its own, unless it has ended by then. Any thread.
     *
     * @param call what to do
     */
    public void call(Runnable call) {
        run(call, false);
    }

    /**
     * Calls the handler for the last time, though it has ended. Any thread.
     *
     * @param call what to do
     */
    public void callLast(Runnable call) {
        run(call, true);
    }

    private void run(Runnable call, boolean isLast) {
        try {
            context.runOnContext(ignored -> {
                if (isLast || !isOver()) {
                    guarded(call);
                }
            });
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
