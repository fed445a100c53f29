package io.pgnative.client.pool;

import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.session.SessionFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a pool, for good or for a while: no new calls, a grace for those that run, then their cancellation, then the
 * end of their connections. Each step is bounded, so that a dead network cannot hold the end up.
 */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    /** How long after the grace the cancelled calls may take to end by themselves. */
    private static final long ABORT_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long after that the sockets may take to close. */
    private static final long GIVE_UP_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Pool pool;
    private final WaitQueue queue;
    private final EventLoops loops;
    private final SessionFactory factory;
    private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
    /** Those that are not closed yet; a session that has ended leaves the roster at once, but its socket may linger. */
    private final AtomicInteger sockets = new AtomicInteger();

    private final AtomicBoolean isFactoryClosing = new AtomicBoolean();
    private final Promise<Void> factoryClosed = Promise.promise();

    Shutdown(Pool pool, WaitQueue queue, EventLoops loops, SessionFactory factory) {
        this.pool = pool;
        this.queue = queue;
        this.loops = loops;
        this.factory = factory;
    }

    boolean isStopped() {
        return stopped.get() != null;
    }

    /** What a call is told; null while calls are taken. */
    @Nullable PgException refusal() {
        Stop stop = stopped.get();
        return stop == null ? null : stop.refusal();
    }

    void socketOpened() {
        sockets.incrementAndGet();
    }

    void socketClosed() {
        sockets.decrementAndGet();
        check();
    }

    Future<Void> suspend(Duration grace) {
        Stop stop = new Stop(false);
        Stop before = stopped.compareAndExchange(null, stop);
        if (before != null) {
            return before.done().future();
        }
        begin(stop, grace);
        return stop.done().future();
    }

    /** Takes calls again; true if this was suspended. */
    boolean resume() {
        Stop stop = stopped.get();
        if (stop == null || stop.isFinal() || !stopped.compareAndSet(stop, null)) {
            return false;
        }
        stop.done().tryFail(new PgMisuseException("the client was resumed before its connections were closed"));
        return true;
    }

    Future<Void> close(Duration grace) {
        Stop stop = new Stop(true);
        for (; ; ) {
            Stop before = stopped.get();
            if (before != null && before.isFinal()) {
                return before.done().future();
            }
            if (stopped.compareAndSet(before, stop)) {
                if (before != null) {
                    stop.done().future().onComplete(ignored -> before.done().tryComplete());
                }
                begin(stop, grace);
                return stop.done().future();
            }
        }
    }

    private void begin(Stop stop, Duration grace) {
        queue.failAll(stop.refusal());
        for (PooledSession slot : pool.roster().slots()) {
            slot.retireIdle();
        }
        check();
        if (stop.isDone()) {
            return;
        }
        long graceNanos = Durations.nanos(grace);
        if (graceNanos <= 0) {
            cancelRest(stop);
        } else {
            later(stop, () -> cancelRest(stop), graceNanos);
        }
    }

    private void cancelRest(Stop stop) {
        if (stop.isDone()) {
            return;
        }
        for (PooledSession slot : pool.roster().slots()) {
            if (slot.isBusy()) {
                slot.session().cancelRunning().onComplete(delivered -> slot.session()
                        .close());
            }
        }
        later(stop, () -> abortRest(stop), ABORT_DELAY_NANOS);
    }

    private void abortRest(Stop stop) {
        if (stop.isDone()) {
            return;
        }
        for (PooledSession slot : pool.roster().slots()) {
            abort(slot);
        }
        if (stop.isFinal()) {
            // Ends the attempts to open more, too.
            closeFactory();
        }
        later(stop, () -> giveUp(stop), GIVE_UP_DELAY_NANOS);
    }

    private void giveUp(Stop stop) {
        if (stop.done().tryComplete()) {
            LOG.warn(
                    "pool {}: gave up waiting for its end; {} sockets are open and {} are being opened",
                    pool.name(),
                    sockets.get(),
                    pool.roster().opening());
        }
    }

    /** Runs a step later, unless the stop is done by then. */
    private void later(Stop stop, Runnable step, long delayNanos) {
        java.util.concurrent.Future<?> timer = loops.schedule(step, delayNanos);
        if (timer != null) {
            stop.done().future().onComplete(ignored -> timer.cancel(false));
        }
    }

    private static void abort(PooledSession slot) {
        if (!slot.isEnded()) {
            slot.session()
                    .abort(new PgConnectionLostException(
                            "the connection was closed with its client, while it was in use", true, null));
        }
    }

    /** Looks whether the last connection is gone. */
    void check() {
        Stop stop = stopped.get();
        if (stop != null && pool.roster().total() == 0 && sockets.get() == 0) {
            if (stop.isFinal()) {
                closeFactory().onComplete(ignored -> stop.done().tryComplete());
            } else {
                stop.done().tryComplete();
            }
        }
    }

    private Future<Void> closeFactory() {
        if (isFactoryClosing.compareAndSet(false, true)) {
            factory.close().onComplete(factoryClosed);
        }
        return factoryClosed.future();
    }
}
