package io.pgnative.client.pool;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.TrafficStatistics;
import io.pgnative.client.session.ClientListeners;
import io.pgnative.client.session.Observing;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionFactory;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one database. A call takes an idle connection if there is one, that of its own event loop first,
 * and waits in a queue otherwise; whoever gives a connection back hands it to the oldest waiter. Single statements may
 * come to share one, see {@link Sharing}. No locks: each connection has a state that one thread wins, and the
 * {@link Roster} is replaced as a whole.
 */
public final class Pool implements QueryExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private final PgOptions.Pool options;
    private final SessionFactory factory;
    private final PoolHooks hooks;
    private final Vertx vertx;
    private final EventLoops loops;
    private final Placement placement;
    private final WaitQueue queue;
    private final Sharing sharing;
    private final Backoff backoff;
    private final Counters counters;
    private final Housekeeping housekeeping;
    private final AtomicReference<Roster> roster = new AtomicReference<>(Roster.EMPTY);
    private final Shutdown shutdown;
    private final Validation validation;
    private final PoolSize size;
    private final Refusals refusals;
    private final Hearing hearing;
    private final AtomicInteger generation = new AtomicInteger();
    private final AtomicBoolean isRetryScheduled = new AtomicBoolean();
    private final Closeable closeHook = completion -> close(Duration.ZERO).onComplete(completion);
    private final long acquireTimeoutNanos;
    private final long maxLifetimeNanos;
    private final long validateAfterIdleNanos;

    /**
     * Makes an empty one; it opens nothing before {@link #start()} or the first call.
     *
     * @param vertx whose event loops the sessions live on
     * @param options sizes and times
     * @param factory opens sessions
     */
    public Pool(VertxInternal vertx, PgOptions.Pool options, SessionFactory factory) {
        this(vertx, options, factory, PoolHooks.NONE, new ClientListeners());
    }

    /**
     * Makes an empty one; it opens nothing before {@link #start()} or the first call.
     *
     * @param vertx whose event loops the sessions live on
     * @param options sizes and times
     * @param factory opens sessions
     * @param hooks what is done with connections before they are used
     * @param listeners told how the pool fares
     */
    public Pool(
            VertxInternal vertx,
            PgOptions.Pool options,
            SessionFactory factory,
            PoolHooks hooks,
            ClientListeners listeners) {
        this.options = options;
        this.factory = factory;
        this.hooks = hooks;
        this.vertx = vertx;
        this.loops = new EventLoops(vertx);
        this.placement = new Placement(vertx);
        this.acquireTimeoutNanos = Durations.nanos(options.acquireTimeout());
        this.size = new PoolSize(options);
        this.counters = new Counters(listeners);
        this.backoff = new Backoff(acquireTimeoutNanos);
        this.refusals = new Refusals(this, size, backoff, counters);
        this.queue = new WaitQueue(loops, refusals::expired);
        this.sharing = new Sharing(this, queue, options.pipeliningLimit());
        this.shutdown = new Shutdown(this, queue, loops, factory);
        this.hearing = new Hearing(vertx, listeners);
        this.housekeeping = new Housekeeping(this, loops, options, size);
        this.maxLifetimeNanos = Durations.nanos(options.maxLifetime());
        this.validateAfterIdleNanos = Durations.nanos(options.validateAfterIdle());
        this.validation = new Validation(this, queue, Durations.nanos(options.validationTimeout()));
        loops.addCloseHook(closeHook);
    }

    /** Opens the idle connections that the options ask for. */
    public void start() {
        grow(false);
    }

    String name() {
        return options.name();
    }

    Roster roster() {
        return roster.get();
    }

    Sharing sharing() {
        return sharing;
    }

    boolean isStopped() {
        return shutdown.isStopped();
    }

    ResetPolicy resetPolicy() {
        return options.resetPolicy();
    }

    int generation() {
        return generation.get();
    }

    int maxUses() {
        return options.maxUses();
    }

    /** Has a connection prepared that somebody is about to get; null if there is nothing to do. */
    @Nullable Future<Void> prepare(Lease lease) {
        return hooks.onAcquire().isEmpty() ? null : Preparation.run(hooks.onAcquire(), lease, acquireTimeoutNanos);
    }

    // ---- taking and giving back

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public @Nullable Observing observing() {
        return hooks.observing();
    }

    @Override
    public void submit(Request<?> request) {
        if (request.isAbandoned()) {
            return;
        }
        PgException refusal = shutdown.refusal();
        if (refusal != null) {
            request.reject(refusal);
            return;
        }
        if (!hooks.onAcquire().isEmpty()) {
            PreparedCall.submit(request, acquire(null, acquireTimeoutNanos, request.deadlineNanos()));
            return;
        }
        PooledSession slot = takeIdleUnlessOthersWait();
        if (slot != null) {
            counters.acquired(0);
            request.owner(slot);
            if (sharing.isOn() && request.isSingleStatement()) {
                slot.share();
            }
            slot.session().submit(request);
            return;
        }
        long now = System.nanoTime();
        RequestWaiter waiter = new RequestWaiter(queue, request, now, now + acquireTimeoutNanos);
        request.owner(waiter);
        enqueue(waiter);
    }

    /**
     * Asks for a connection of one's own.
     *
     * @param context where the future completes; null for wherever the connection comes free
     * @return what was asked for
     */
    public PendingLease acquire(@Nullable ContextInternal context) {
        return acquire(context, acquireTimeoutNanos, Request.NO_DEADLINE);
    }

    /**
     * Asks for a connection of one's own.
     *
     * @param context where the future completes; null for wherever the connection comes free
     * @param timeout how long to wait at most; null for what the options say
     * @return what was asked for
     */
    public PendingLease acquire(@Nullable ContextInternal context, @Nullable Duration timeout) {
        return acquire(context, timeout == null ? acquireTimeoutNanos : Durations.nanos(timeout), Request.NO_DEADLINE);
    }

    private PendingLease acquire(@Nullable ContextInternal context, long timeoutNanos, long callDeadlineNanos) {
        long now = System.nanoTime();
        LeaseWaiter waiter = new LeaseWaiter(queue, context, now, now + timeoutNanos, callDeadlineNanos);
        waiter.watch(LeakWatch.of(options.leakDetectionThreshold()));
        PgException refusal = shutdown.refusal();
        if (refusal != null) {
            waiter.fail(refusal);
            return waiter;
        }
        PooledSession slot = takeIdleUnlessOthersWait();
        if (slot != null) {
            counters.acquired(0);
            waiter.grant(slot);
        } else {
            enqueue(waiter);
        }
        return waiter;
    }

    /** A connection that has just come to rest belongs to the oldest waiter, who is about to be handed it. */
    private @Nullable PooledSession takeIdleUnlessOthersWait() {
        return queue.isEmpty() ? takeIdle() : null;
    }

    /** Takes an idle connection that needs no check; on an event loop preferably one that lives there. */
    private @Nullable PooledSession takeIdle() {
        PooledSession[] slots = roster.get().slots();
        long now = System.nanoTime();
        if (Thread.currentThread() instanceof FastThreadLocalThread) {
            for (PooledSession slot : slots) {
                if (slot.isIdle() && slot.isOnLoop() && isFresh(slot, now) && slot.take()) {
                    slot.acquired(now);
                    return slot;
                }
            }
        }
        for (PooledSession slot : slots) {
            if (slot.isIdle() && isFresh(slot, now) && slot.take()) {
                slot.acquired(now);
                return slot;
            }
        }
        return null;
    }

    boolean isFresh(PooledSession slot, long now) {
        return slot.idleNanos(now) < validateAfterIdleNanos && slot.session().isOpen() && !slot.isResetSlow(now);
    }

    private void enqueue(Waiter waiter) {
        Roster now = roster.get();
        Backoff.Failure failure = backoff.failure();
        if (failure != null && failure.isLasting() && now.total() == 0 && failure.isResting(System.nanoTime())) {
            if (waiter.die()) {
                waiter.fail(failure.cause());
            }
            return;
        }
        // Those for whom a connection can still be opened do not count as waiting for others.
        if (!queue.add(waiter, options.maxWaiting() + size.max() - now.slots().length)) {
            refusals.queueFull(waiter, queue.waiting());
            return;
        }
        PgException refusal = shutdown.refusal();
        if (refusal != null) {
            queue.failAll(refusal);
            return;
        }
        serveQueue();
        grow(true);
        sharing.offer();
    }

    /** Looks again for idle connections, since one may have come to rest before a waiter was seen. */
    void serveQueue() {
        while (!queue.isEmpty()) {
            PooledSession slot = takeIdle();
            if (slot == null) {
                validation.checkIdle();
                return;
            }
            slot.endUse();
            slot.release();
        }
    }

    /** Gives the connection to the oldest waiter, or lets it rest. Called by its user through {@link PooledSession}. */
    void release(PooledSession slot) {
        if (!slot.session().isOpen()) {
            return;
        }
        long now = System.nanoTime();
        counters.endUse(slot, now);
        if (isStopped() || slot.isExpired(now)) {
            slot.retireBusy();
            return;
        }
        for (; ; ) {
            Waiter waiter = queue.poll(slot);
            if (waiter != null) {
                boolean isShared = sharing.isOn() && waiter.mayShare();
                if (isShared) {
                    slot.share();
                }
                serve(waiter, slot, now);
                if (isShared && sharing.isWanted()) {
                    slot.takeMore();
                }
                return;
            }
            if (!slot.rest(now)) {
                return;
            }
            if (isStopped()) {
                slot.retireIdle();
                return;
            }
            if (queue.isEmpty() || !slot.take()) {
                return;
            }
        }
    }

    /** Lets a waiter that has come out of the queue use the connection that it was assigned. */
    void serve(Waiter waiter, PooledSession slot, long nowNanos) {
        counters.acquired(nowNanos - waiter.queuedNanos);
        slot.acquired(nowNanos);
        waiter.serve(slot);
    }

    // ---- opening

    /** Whether there is room for another connection, and nothing is known that stands against opening it. */
    boolean canGrow() {
        return roster.get().total() < size.max() && backoff.failure() == null;
    }

    /**
     * Opens connections for those who wait, and up to the minimum of idle ones.
     *
     * @param nearCaller whether on the caller's event loop if it is one
     */
    void grow(boolean nearCaller) {
        while (!isStopped()) {
            Roster now = roster.get();
            int idle = now.idle();
            // One that is idle while somebody waits is just being handed over.
            int missing = Math.max(queue.waiting() - validation.running() - idle, size.minIdle() - idle);
            if (now.coming() >= missing || now.total() >= size.max()) {
                return;
            }
            Backoff.Failure failure = backoff.failure();
            if (failure != null) {
                long nanos = System.nanoTime();
                if (failure.isResting(nanos)) {
                    scheduleRetry(failure.retryNanos() - nanos);
                    return;
                }
                if (now.opening() > 0) {
                    return;
                }
            }
            if (roster.compareAndSet(now, now.withOpening())) {
                open(nearCaller);
            }
        }
    }

    /** Opens some more, as far as there is room and the last attempts did not fail. */
    void openReplacements(int count) {
        for (int opened = 0; opened < count && !isStopped(); ) {
            Roster now = roster.get();
            if (now.total() >= size.max() || backoff.failure() != null) {
                return;
            }
            if (roster.compareAndSet(now, now.withOpening())) {
                open(false);
                opened++;
            }
        }
    }

    private void scheduleRetry(long delayNanos) {
        if (isRetryScheduled.compareAndSet(false, true)) {
            loops.schedule(
                    () -> {
                        isRetryScheduled.set(false);
                        grow(false);
                    },
                    delayNanos);
        }
    }

    private void open(boolean nearCaller) {
        int born = generation();
        long begun = System.nanoTime();
        ContextInternal context = placement.next(nearCaller);
        Future<Session> opening;
        try {
            opening = factory.open(context);
        } catch (RuntimeException | Error e) {
            opening = Future.failedFuture(e);
        }
        opening.onComplete((session, failure) -> {
            if (failure == null) {
                opened(session, born, System.nanoTime() - begun);
            } else {
                placement.over(context.nettyEventLoop());
                openFailed(failure, System.nanoTime() - begun);
            }
        });
    }

    private void opened(Session session, int born, long nanos) {
        counters.opened(nanos);
        backoff.succeeded();
        PooledSession slot = new PooledSession(
                this, session, born, Durations.jittered(maxLifetimeNanos, options.maxLifetimeJitter()));
        boolean isPrepared = !hooks.onConnect().isEmpty();
        if (isPrepared) {
            slot.prepare();
        }
        shutdown.socketOpened();
        Roster grown = roster.updateAndGet(now -> now.withOpened(slot));
        session.onEnd(reason -> ended(slot, reason));
        housekeeping.start();
        size.trim(grown);
        if (isPrepared) {
            prepareOpened(new Lease(slot).keepsChanges());
        } else if (isStopped()) {
            slot.retireIdle();
        } else if (!queue.isEmpty() && slot.take()) {
            slot.release();
        }
        grow(false);
    }

    /** Whoever waits longest is told when that fails, as if the connection had been opened for him. */
    private void prepareOpened(Lease lease) {
        Preparation.run(hooks.onConnect(), lease, acquireTimeoutNanos).onComplete((done, failure) -> {
            if (failure == null) {
                lease.release(true);
                return;
            }
            LOG.warn("pool {}: a connection could not be prepared: {}", name(), failure.getMessage());
            counters.openFailures.increment();
            queue.failFirst((PgException) failure);
        });
    }

    private void openFailed(Throwable failure, long nanos) {
        counters.openFailed(nanos, failure);
        PgException cause = failure instanceof PgException known
                ? known
                : new PgConnectException("a connection could not be opened: " + failure, failure);
        Backoff.Failure state = backoff.failed(cause, System.nanoTime());
        Roster now = roster.updateAndGet(Roster::withoutOpening);
        if (state.attempts() == 1) {
            LOG.warn("pool {}: a connection could not be opened: {}", name(), cause.getMessage());
        } else {
            LOG.debug("pool {}: attempt {} to open a connection failed", name(), state.attempts(), cause);
        }
        if (state.isLasting() && now.total() == 0) {
            queue.failAll(cause);
        }
        shutdown.check();
        grow(false);
    }

    private void ended(PooledSession slot, @Nullable PgException reason) {
        if (!slot.end()) {
            return;
        }
        roster.updateAndGet(now -> now.without(slot));
        placement.over(slot.session().context().nettyEventLoop());
        counters.ended(slot, System.nanoTime());
        if (reason != null && !isStopped()) {
            slot.session().log(() -> LOG.debug("pool {}: a connection was lost", name(), reason));
        }
        slot.session().close().onComplete(closed -> shutdown.socketClosed());
        grow(false);
    }

    // ---- figures

    /**
     * What the pool holds at this moment.
     *
     * @return numbers that agree with each other
     */
    public PoolStatistics statistics() {
        return counters.statistics(size, roster.get(), queue.waiting());
    }

    /**
     * What has gone over the connections.
     *
     * @param notifications what came for listeners, on a connection that does not belong to the pool
     * @return counted since the pool was made
     */
    public TrafficStatistics traffic(long notifications) {
        return counters.traffic(roster.get(), notifications);
    }

    /**
     * Looks at each connection, on its event loop.
     *
     * @return those of this moment, the oldest first
     */
    public Future<List<ConnectionStatistics>> connections() {
        return Inspection.of(roster.get());
    }

    /**
     * Adds one who hears how the pool fares.
     *
     * @param listener told from now on
     * @return ends it
     */
    public PgRegistration addListener(PgClientListener listener) {
        return hearing.add(listener);
    }

    // ---- changing

    /**
     * Changes how many connections there may be.
     *
     * @param max the most
     * @param minIdle idle ones kept ready
     */
    public void resize(int max, int minIdle) {
        size.set(max, minIdle);
        size.trim(roster.get());
        grow(false);
    }

    /** Has all connections give up what is prepared on them. */
    public void clearStatements() {
        for (PooledSession slot : roster.get().slots()) {
            slot.session().clearStatements();
        }
    }

    // ---- stopping

    /** Has all connections of this moment replaced: the idle ones now, the others when they are given back. */
    public void expireConnections() {
        generation.incrementAndGet();
        for (PooledSession slot : roster.get().slots()) {
            slot.retireIdle();
        }
    }

    /**
     * Closes all connections and refuses calls until {@link #resume()}.
     *
     * @param grace how long calls in flight may take
     * @return done when no connection is left
     */
    public Future<Void> suspend(Duration grace) {
        return shutdown.suspend(grace);
    }

    /** Takes calls again after {@link #suspend}. */
    public void resume() {
        if (shutdown.resume()) {
            start();
        }
    }

    /**
     * Closes all connections for good. Idempotent.
     *
     * @param grace how long calls in flight may take
     * @return done when no connection is left
     */
    public Future<Void> close(Duration grace) {
        loops.removeCloseHook(closeHook);
        housekeeping.stop();
        return shutdown.close(grace).onComplete(done -> hearing.close());
    }
}
