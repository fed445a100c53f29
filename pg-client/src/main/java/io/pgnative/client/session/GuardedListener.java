package io.pgnative.client.session;

import io.pgnative.client.PgClientListener;
import io.pgnative.client.QueryEvent;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one listener, whatever it throws, and then the next one. */
final class GuardedListener implements PgClientListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);
    private static final long LOG_INTERVAL_NANOS = 1_000_000_000L;

    private final PgClientListener listener;
    private final @Nullable PgClientListener next;
    private final AtomicLong logDueNanos = new AtomicLong(System.nanoTime());

    /**
     * Makes one.
     *
     * @param next told afterwards; null for nobody
     */
    GuardedListener(PgClientListener listener, @Nullable PgClientListener next) {
        this.listener = listener;
        this.next = next;
    }

    @Override
    public void connectionAcquired(long waitNanos) {
        try {
            listener.connectionAcquired(waitNanos);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.connectionAcquired(waitNanos);
        }
    }

    @Override
    public void acquireTimedOut(long waitNanos) {
        try {
            listener.acquireTimedOut(waitNanos);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.acquireTimedOut(waitNanos);
        }
    }

    @Override
    public void connectionReleased(long usageNanos) {
        try {
            listener.connectionReleased(usageNanos);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.connectionReleased(usageNanos);
        }
    }

    @Override
    public void connectionOpened(long nanos) {
        try {
            listener.connectionOpened(nanos);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.connectionOpened(nanos);
        }
    }

    @Override
    public void connectionOpenFailed(long nanos, Throwable failure) {
        try {
            listener.connectionOpenFailed(nanos, failure);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.connectionOpenFailed(nanos, failure);
        }
    }

    @Override
    public void ended(QueryEvent.Operation operation, long elapsedNanos, long rows, @Nullable Throwable failure) {
        try {
            listener.ended(operation, elapsedNanos, rows, failure);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.ended(operation, elapsedNanos, rows, failure);
        }
    }

    @Override
    public void eventLoopLagged(long nanos) {
        try {
            listener.eventLoopLagged(nanos);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.eventLoopLagged(nanos);
        }
    }

    @Override
    public void closed() {
        try {
            listener.closed();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
        if (next != null) {
            next.closed();
        }
    }

    private void failed(Throwable cause) {
        long now = System.nanoTime();
        long due = logDueNanos.get();
        if (now - due >= 0 && logDueNanos.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
            LOG.error("A listener of the client has thrown; told at most once a second", cause);
        }
    }
}
