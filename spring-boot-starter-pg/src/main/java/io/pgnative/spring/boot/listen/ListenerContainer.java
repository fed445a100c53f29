package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenRecovery;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgException;
import io.pgnative.client.PgRegistration;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: asks the client to listen until it does, knows whether it does, and gives what comes to its queue. Once
 * it listens, the client itself sees to it that it goes on after a loss. Either of them gives up when the retries of
 * the client's {@link ListenRecovery} are used up.
 */
final class ListenerContainer {

    private static final Logger logger = LoggerFactory.getLogger(ListenerContainer.class);

    private final ListenerDefinition definition;
    private final HandlerQueue queue;
    private final ReentrantLock lock = new ReentrantLock();

    private Status status = Status.STOPPED;
    private Instant since = Instant.now();
    private @Nullable Throwable failure;
    private @Nullable Run current;
    /** Since when notifications are missed that a gap has to be told of; null if none are. */
    private @Nullable Instant missedSince;

    ListenerContainer(ListenerDefinition definition, Executor executor, HandlerQueue.Handler handler) {
        this.definition = definition;
        this.queue = new HandlerQueue(definition, executor, handler);
    }

    ListenerDefinition definition() {
        return definition;
    }

    PgListenerState state() {
        lock.lock();
        try {
            return queue.state(status, since, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was started, though it may have given up since then. */
    boolean isRunning() {
        lock.lock();
        try {
            return current != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts it, also when it has given up. @return done when the first attempt to listen is over, whatever its
     * outcome; never on an event loop
     */
    CompletableFuture<Void> start() {
        Run run;
        lock.lock();
        try {
            if (current != null && status != Status.FAILED) {
                return current.firstAttempt.copy();
            }
            run = new Run();
            current = run;
            queue.open();
            enter(Status.CONNECTING, null);
        } finally {
            lock.unlock();
        }
        run.listen();
        return run.firstAttempt.copy();
    }

    /**
     * Stops it. @return done when all that has come was handled, or the time for that is over; on a thread of the
     * listener, or, when the time is over, of the common pool
     */
    CompletableFuture<Void> stop(Duration limit) {
        Run run;
        lock.lock();
        try {
            run = current;
            if (run == null) {
                return CompletableFuture.completedFuture(null);
            }
            current = null;
            if (missedSince == null) {
                missedSince = status == Status.CONNECTING ? since : Instant.now();
            }
            enter(Status.STOPPED, null);
        } finally {
            lock.unlock();
        }
        run.end();
        return queue.close()
                .copy()
                .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                // The one thread of all timeouts must not do what is chained to the end, nor what is logged here.
                .exceptionallyAsync(overdue -> {
                    logger.warn(
                            "PostgreSQL listener \"{}\" was stopped, and after {} ms {} calls of its method still ran;"
                                    + " {} notifications are not handled",
                            definition.id(),
                            limit.toMillis(),
                            queue.running(),
                            queue.discard());
                    return null;
                });
    }

    private void enter(Status next, @Nullable Throwable cause) {
        status = next;
        since = Instant.now();
        failure = cause;
    }

    /** From one start to its stop. */
    private final class Run implements NotificationListener {

        final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
        private List<PgRegistration> registrations = List.of();
        private int attempts;
        private @Nullable CompletableFuture<Void> pause;
        private @Nullable ListenGap lastGap;

        private boolean isOver() {
            return current != this;
        }

        void listen() {
            List<Future<PgRegistration>> asked =
                    definition.channels().stream().map(this::listen).toList();
            Future.join(asked).onComplete((done, failure) -> {
                if (failure == null && established(asked)) {
                    attempted();
                    return;
                }
                asked.stream()
                        .filter(Future::succeeded)
                        .forEach(registration -> registration.result().close());
                if (failure != null) {
                    refused(failure);
                }
                attempted();
            });
        }

        /** This is an event loop, which must not do what is chained to the start. */
        private void attempted() {
            if (!firstAttempt.isDone()) {
                firstAttempt.completeAsync(() -> null);
            }
        }

        private Future<PgRegistration> listen(String channel) {
            try {
                return definition.client().listen(channel, this);
            } catch (RuntimeException ex) {
                return Future.failedFuture(ex);
            }
        }

        private boolean established(List<Future<PgRegistration>> asked) {
            ListenGap gap = null;
            lock.lock();
            try {
                if (isOver()) {
                    return false;
                }
                registrations = asked.stream().map(Future::result).toList();
                enter(Status.LISTENING, null);
                Instant missed = missedSince;
                if (missed != null) {
                    missedSince = null;
                    gap = new ListenGap(missed, Duration.between(missed, since), attempts + 1L, null);
                }
            } finally {
                lock.unlock();
            }
            if (attempts > 0) {
                logger.info("PostgreSQL listener \"{}\" listens now", definition.id());
            }
            if (gap != null) {
                queue.offer(gap);
            }
            return true;
        }

        private void refused(Throwable reason) {
            ListenRecovery recovery = definition.client().options().listening().recovery();
            if (!recovery.isAllowed(attempts)) {
                giveUp(reason);
                return;
            }
            if (attempts == 0) {
                logger.warn(
                        "PostgreSQL listener \"{}\" cannot listen yet, and tries again: {}",
                        definition.id(),
                        reason.getMessage());
            } else {
                logger.debug(
                        "PostgreSQL listener \"{}\" cannot listen after {} attempts",
                        definition.id(),
                        attempts + 1,
                        reason);
            }
            CompletableFuture<Void> next = new CompletableFuture<>();
            lock.lock();
            try {
                if (isOver() || status == Status.FAILED) {
                    return;
                }
                if (missedSince == null) {
                    missedSince = since;
                }
                failure = reason;
                pause = next;
            } finally {
                lock.unlock();
            }
            next.thenRunAsync(this::listen);
            next.completeOnTimeout(null, recovery.pauseAfter(attempts).toNanos(), TimeUnit.NANOSECONDS);
            attempts++;
        }

        /** Told of each channel, too. */
        private void giveUp(Throwable reason) {
            lock.lock();
            try {
                if (isOver() || status == Status.FAILED) {
                    return;
                }
                if (missedSince == null) {
                    missedSince = since;
                }
                enter(Status.FAILED, reason);
            } finally {
                lock.unlock();
            }
            queue.offer(reason);
        }

        private boolean isWanted() {
            lock.lock();
            try {
                return !isOver();
            } finally {
                lock.unlock();
            }
        }

        void end() {
            List<PgRegistration> ended;
            CompletableFuture<Void> waiting;
            lock.lock();
            try {
                ended = registrations;
                registrations = List.of();
                waiting = pause;
            } finally {
                lock.unlock();
            }
            ended.forEach(PgRegistration::close);
            if (waiting != null) {
                waiting.cancel(false);
            }
        }

        @Override
        public void onNotification(Notification notification) {
            if (isWanted()) {
                queue.offer(notification);
            }
        }

        @Override
        public void onDropped(long notifications) {
            if (isWanted()) {
                queue.missed(notifications);
            }
        }

        @Override
        public void onDisconnected(@Nullable PgException cause) {
            lock.lock();
            try {
                if (!isOver() && status == Status.LISTENING) {
                    enter(Status.CONNECTING, cause);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onFailed(PgException reason) {
            giveUp(reason);
        }

        /** Told once for each channel, of which each is a registration of its own. */
        @Override
        public void onReconnected(ListenGap gap) {
            lock.lock();
            try {
                if (isOver() || gap.equals(lastGap)) {
                    return;
                }
                lastGap = gap;
                enter(Status.LISTENING, null);
            } finally {
                lock.unlock();
            }
            queue.offer(gap);
        }
    }
}
