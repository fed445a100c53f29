package io.pgnative.client.pool;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenStatistics;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.session.PoolerRefusal;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionFactory;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of a client and their one connection, which does not belong to the pool. It is opened for the first
 * listener and closed after the last; when it is lost, another one is opened, which listens to the same channels.
 *
 * <p>Everything but the public methods runs on one event loop, that of the connection.
 */
public final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    /** How long a connection that is to be closed may take to end what runs. */
    private static final long ABORT_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * The end of a connection that listened.
     *
     * @param at when it was noticed
     * @param atNanos the same, on the clock of {@link System#nanoTime()}
     * @param cause null if this client wanted it
     */
    private record Loss(Instant at, long atNanos, @Nullable PgException cause) {}

    private final VertxInternal vertx;
    private final PgOptions options;
    private final SessionFactory factory;
    private final ListenAttempts attempts;
    private final NotificationListener dispatcher = this::dispatch;
    private final Closeable closeHook = completion -> close().onComplete(completion);
    private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
    private final AtomicReference<@Nullable ContextInternal> contextHolder = new AtomicReference<>();

    private final Audience audience = new Audience();
    /** What the session listens to. */
    private final Map<String, PgRegistration> told = new HashMap<>();
    /** What came while the session listened to some channels, but not yet to all: gaps are told first. */
    private final Deque<Notification> held = new ArrayDeque<>();

    private volatile @Nullable Session session;
    private boolean isOpening;
    private boolean isRestoring;
    private boolean hasHeard;
    private int sockets;
    private @Nullable Loss loss;
    private @Nullable ScheduledFuture<?> retry;
    private @Nullable ScheduledFuture<?> ping;
    private final AtomicLong reconnects = new AtomicLong();

    /**
     * Makes one; it opens nothing before the first listener.
     *
     * @param vertx whose event loop the connection lives on
     * @param options times
     * @param factory opens the connection
     */
    public Subscriber(VertxInternal vertx, PgOptions options, SessionFactory factory) {
        this.vertx = vertx;
        this.options = options;
        this.factory = factory;
        this.attempts = new ListenAttempts(options.listening().recovery());
    }

    // ---- from outside

    /**
     * Registers a listener.
     *
     * @param context where the future completes; null for on the loop of the connection
     * @param channels checked names, each once; one or more
     * @param listener told of notifications and gaps; the same one for the same channels is registered once
     * @param handlerContext where the listener is called; null for the loop of the connection
     * @return the registration, once the server listens to all of them
     */
    public Future<PgRegistration> listen(
            @Nullable ContextInternal context,
            List<String> channels,
            NotificationListener listener,
            @Nullable ContextInternal handlerContext) {
        PgMisuseException refusal = PoolerRefusal.ofListening(options);
        if (refusal != null) {
            return context == null ? Future.failedFuture(refusal) : context.failedFuture(refusal);
        }
        Promise<PgRegistration> promise = context == null ? Promise.promise() : context.promise();
        Listening listening = new Listening(
                channels,
                listener,
                Listening.calls(listener, handlerContext == null ? context() : handlerContext),
                promise,
                left -> onLoop(() -> leave(left)));
        onLoop(() -> join(listening));
        return promise.future();
    }

    /**
     * Whose event loops these are.
     *
     * @return the Vert.x instance
     */
    public VertxInternal vertx() {
        return vertx;
    }

    /**
     * Where listeners are called that ask for nothing else.
     *
     * @return the context of the connection
     */
    public ContextInternal loop() {
        return context();
    }

    /**
     * What there is at this moment.
     *
     * @return figures
     */
    public ListenStatistics statistics() {
        return new ListenStatistics(
                audience.channelCount(), audience.listenerCount(), session != null, reconnects.get());
    }

    /**
     * How many notifications have come.
     *
     * @return since this was made
     */
    public long notifications() {
        return audience.delivered();
    }

    /**
     * Closes the connection and keeps the listeners, until {@link #resume()}.
     *
     * @return done when the connection is closed
     */
    public Future<Void> suspend() {
        Stop stop = new Stop(false);
        Stop before = stopped.compareAndExchange(null, stop);
        if (before != null) {
            return before.done().future();
        }
        begin(stop);
        return stop.done().future();
    }

    /** Listens again after {@link #suspend}. */
    public void resume() {
        Stop stop = stopped.get();
        if (stop != null && !stop.isFinal() && stopped.compareAndSet(stop, null)) {
            stop.done().tryComplete();
            if (contextHolder.get() != null) {
                onLoop(this::connect);
            }
        }
    }

    /**
     * Ends all listeners and the connection, for good. Idempotent.
     *
     * @return done when the connection is closed
     */
    public Future<Void> close() {
        Stop stop = new Stop(true);
        Stop before = stopped.getAndUpdate(now -> now != null && now.isFinal() ? now : stop);
        if (before != null && before.isFinal()) {
            return before.done().future();
        }
        if (before != null) {
            stop.done().future().onComplete(ignored -> before.done().tryComplete());
        }
        begin(stop);
        return stop.done().future();
    }

    private void begin(Stop stop) {
        if (contextHolder.get() == null) {
            stop.done().tryComplete();
            return;
        }
        if (stop.isFinal()) {
            vertx.removeCloseHook(closeHook);
        }
        if (!onLoop(() -> halt(stop))) {
            stop.done().tryComplete();
        }
    }

    // ---- where it runs

    private ContextInternal context() {
        ContextInternal known = contextHolder.get();
        if (known != null) {
            return known;
        }
        ContextInternal made = vertx.createEventLoopContext();
        if (!contextHolder.compareAndSet(null, made)) {
            return context();
        }
        vertx.addCloseHook(closeHook);
        return made;
    }

    /** Runs a task on the loop; false when that is gone with its Vert.x instance. */
    private boolean onLoop(Runnable task) {
        if (context().nettyEventLoop().inEventLoop()) {
            task.run();
            return true;
        }
        try {
            context().nettyEventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private @Nullable ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
        try {
            return context().nettyEventLoop().schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    // ---- listeners

    private void join(Listening listening) {
        Stop stop = stopped.get();
        if (stop != null) {
            listening.refuse(stop.refusal());
            return;
        }
        Optional<Listening> same = audience.like(listening);
        if (same.isPresent()) {
            same.get().promise().future().onComplete(listening.promise());
            return;
        }
        audience.add(listening);
        Session current = session;
        if (current == null) {
            connect();
        } else if (!isRestoring) {
            establish(listening, current);
        }
    }

    private void leave(Listening listening) {
        for (String name : audience.remove(listening)) {
            PgRegistration registration = told.remove(name);
            if (registration != null) {
                registration.close();
            }
        }
        if (audience.isEmpty()) {
            loss = null;
            attempts.reset();
            cancel(retry);
            retry = null;
            disconnect();
        }
    }

    /** A listener that was promised nothing yet fails; the others go on. */
    private void refuse(Listening listening, Throwable cause) {
        leave(listening);
        listening.refuse(cause);
    }

    private void refusePending(Throwable cause) {
        for (Listening listening : audience.listeners()) {
            if (!listening.isEstablished()) {
                refuse(listening, cause);
            }
        }
    }

    /** Sees to it that the server listens to all channels of one more listener. */
    private void establish(Listening listening, Session on) {
        listening.over(on);
        tell(listening.channels(), on).onComplete((done, failure) -> {
            if (session != on || !audience.contains(listening)) {
                // The next connection tells the server again.
                return;
            }
            if (failure == null) {
                listening.established();
            } else {
                refuse(listening, failure);
            }
        });
    }

    /** Sends LISTEN for those channels that the server has not been told of. */
    private Future<Void> tell(Iterable<String> channels, Session on) {
        List<Future<?>> answers = new ArrayList<>();
        for (String name : channels) {
            if (told.containsKey(name)) {
                continue;
            }
            long deadline = System.nanoTime() + Durations.nanos(options.connectTimeout());
            Request<PgRegistration> request = Requests.listen(null, List.of(name), dispatcher, null, deadline);
            request.future().onSuccess(registration -> {
                if (session == on && audience.hears(name)) {
                    told.put(name, registration);
                } else {
                    registration.close();
                }
            });
            answers.add(request.future());
            on.submit(request);
        }
        return Future.join(answers).mapEmpty();
    }

    // ---- the connection

    private void connect() {
        if (session != null || isOpening || retry != null || stopped.get() != null || audience.isEmpty()) {
            return;
        }
        isOpening = true;
        attempts.begin();
        Future<Session> opening;
        try {
            opening = factory.open(context());
        } catch (RuntimeException e) {
            opening = Future.failedFuture(e);
        }
        opening.onComplete((opened, failure) -> onLoop(() -> {
            isOpening = false;
            if (failure == null) {
                opened(opened);
            } else {
                failed(failure);
            }
        }));
    }

    private void opened(Session opened) {
        sockets++;
        session = opened;
        opened.onEnd(reason -> lost(opened, reason));
        if (session != opened) {
            return;
        }
        if (stopped.get() != null || audience.isEmpty()) {
            disconnect();
            return;
        }
        isRestoring = true;
        tell(audience.channels(), opened).onComplete((done, failure) -> {
            if (session != opened) {
                return;
            }
            if (failure == null) {
                restored(opened);
            } else {
                refusePending(failure);
                opened.abort(new PgConnectionLostException(
                        "the connection was closed, because the server refused to listen", false, failure));
            }
        });
    }

    /** The server listens to all that was asked for when the connection was opened. */
    private void restored(Session on) {
        isRestoring = false;
        audience.listeners().forEach(listening -> listening.over(on));
        Loss over = loss;
        if (over != null) {
            reconnects.incrementAndGet();
            ListenGap gap = new ListenGap(
                    over.at(), Duration.ofNanos(System.nanoTime() - over.atNanos()), attempts.count(), over.cause());
            on.log(() -> LOG.info(
                    "client {}: listening again after {}", options.pool().name(), Durations.text(gap.length())));
            audience.listeners().forEach(listening -> listening.tell(gap));
        }
        loss = null;
        attempts.reset();
        for (Listening listening : audience.listeners()) {
            if (told.keySet().containsAll(listening.channels())) {
                listening.established();
            } else {
                establish(listening, on);
            }
        }
        deliverHeld();
        schedulePing(on);
    }

    private void failed(Throwable failure) {
        PgException cause = failure instanceof PgException known
                ? known
                : new PgConnectException("a connection could not be opened: " + failure, failure);
        refusePending(cause);
        retryLater(cause);
        checkStopped();
    }

    private void retryLater(PgException cause) {
        if (stopped.get() != null || audience.isEmpty() || retry != null) {
            return;
        }
        if (attempts.areUsedUp()) {
            giveUp(attempts.failure(cause));
            return;
        }
        LOG.debug("client {}: {} attempts to listen failed", options.pool().name(), attempts.count(), cause);
        retry = schedule(
                () -> {
                    retry = null;
                    connect();
                },
                attempts.pauseNanos());
    }

    private void giveUp(PgException failure) {
        LOG.error("client {}: {}", options.pool().name(), failure.getMessage());
        for (Listening listening : audience.listeners()) {
            listening.fail(failure);
            leave(listening);
        }
    }

    private void lost(Session ended, @Nullable PgException reason) {
        ended.close()
                .onComplete(closed -> onLoop(() -> {
                    sockets--;
                    checkStopped();
                }));
        if (session != ended) {
            return;
        }
        session = null;
        isRestoring = false;
        told.clear();
        cancel(ping);
        deliverHeld();
        if (stopped.get() != null || audience.isEmpty()) {
            return;
        }
        PgException cause = reason == null
                ? new PgConnectionLostException("the connection that listens was closed", false, null)
                : reason;
        refusePending(cause);
        if (audience.isEmpty()) {
            return;
        }
        if (loss == null) {
            gone(cause);
            ended.log(() -> LOG.warn(
                    "client {}: the connection that listens was lost: {}",
                    options.pool().name(),
                    cause.getMessage()));
        }
        retryLater(cause);
    }

    private void gone(@Nullable PgException cause) {
        loss = new Loss(Instant.now(), System.nanoTime(), cause);
        audience.listeners().forEach(listening -> listening.lost(cause));
    }

    /** Closes the connection in good order, if there is one; within bounds. */
    private void disconnect() {
        Session current = session;
        if (current == null) {
            return;
        }
        session = null;
        isRestoring = false;
        told.clear();
        cancel(ping);
        deliverHeld();
        ScheduledFuture<?> guard = schedule(
                () -> current.abort(new PgConnectionLostException(
                        "the connection that listens was closed, but did not end", true, null)),
                ABORT_DELAY_NANOS);
        current.close().onComplete(closed -> cancel(guard));
    }

    private void schedulePing(Session on) {
        long intervalNanos = Durations.nanos(options.listening().pingInterval());
        if (intervalNanos > 0) {
            ping = schedule(() -> ping(on), intervalNanos);
        }
    }

    /** A peer that has vanished says nothing, nor does a channel on which nothing happens. */
    private void ping(Session on) {
        if (session != on) {
            return;
        }
        if (hasHeard) {
            hasHeard = false;
            schedulePing(on);
            return;
        }
        long deadline = System.nanoTime() + Durations.nanos(options.pool().validationTimeout());
        Request<@Nullable Void> request = Requests.ping(null, deadline);
        request.future().onComplete((answered, failure) -> {
            if (failure == null) {
                schedulePing(on);
            } else {
                on.abort(new PgConnectionLostException(
                        "the connection that listens did not answer a check", false, failure));
            }
        });
        on.submit(request);
    }

    // ---- notifications

    private void dispatch(Notification notification) {
        hasHeard = true;
        if (isRestoring) {
            held.add(notification);
        } else {
            audience.deliver(notification);
        }
    }

    private void deliverHeld() {
        for (Notification next = held.poll(); next != null; next = held.poll()) {
            audience.deliver(next);
        }
    }

    // ---- stopping

    private void halt(Stop stop) {
        cancel(retry);
        retry = null;
        attempts.reset();
        refusePending(stop.refusal());
        if (stop.isFinal()) {
            for (Listening listening : audience.listeners()) {
                listening.end();
                leave(listening);
            }
        } else if (session != null && loss == null) {
            deliverHeld();
            gone(null);
        }
        disconnect();
        checkStopped();
    }

    private void checkStopped() {
        Stop stop = stopped.get();
        if (stop != null && !isOpening && sockets == 0) {
            stop.done().tryComplete();
        }
    }
}
