package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.Notification;
import io.pgnative.client.PgMisuseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has come for one listener and waits to be handled, by so many threads at once. Never blocks those that add.
 *
 * <p>A thread is asked for when something waits that nobody will take otherwise, and works until nothing is left. While
 * the result of a method is awaited no thread is held, but its place is.
 */
final class HandlerQueue {

    private static final Logger logger = LoggerFactory.getLogger(HandlerQueue.class);

    private static final long REJECTED_PAUSE_SECONDS = 1;

    /** Does the work. */
    interface Handler {

        /**
         * Begins to handle an event.
         *
         * @param event what has come
         * @return the end of it
         */
        CompletableFuture<?> handle(ListenerEvent event);

        /**
         * An event was not handled.
         *
         * @param event what has come
         * @param cause why
         */
        void failed(ListenerEvent event, Throwable cause);
    }

    /** More came than may wait, and the listener has not caught up yet. */
    private record Overflow(Instant since, long sinceNanos, long droppedBefore) {}

    private final ListenerDefinition definition;
    private final Executor executor;
    private final Handler handler;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ListenerEvent> waiting = new ArrayDeque<>();
    private @Nullable Overflow overflow;
    private @Nullable CompletableFuture<Void> idle;
    private boolean isClosed = true;
    private int running;
    private long received;
    private long handled;
    private long failed;
    private long dropped;
    private long gaps;

    HandlerQueue(ListenerDefinition definition, Executor executor, Handler handler) {
        this.definition = definition;
        this.executor = executor;
        this.handler = handler;
    }

    // ---- what comes

    void offer(Notification notification) {
        boolean overflows;
        boolean starts = false;
        lock.lock();
        try {
            received++;
            overflows = !isClosed && overflow == null && waiting.size() >= definition.buffer();
            if (overflows) {
                overflow = new Overflow(Instant.now(), System.nanoTime(), dropped);
            }
            if (makeRoom()) {
                waiting.add(ListenerEvent.of(notification));
                starts = claim();
            } else {
                dropped++;
            }
        } finally {
            lock.unlock();
        }
        if (overflows) {
            logger.warn(
                    "PostgreSQL listener \"{}\" is slower than what comes: more than {} notifications wait, and {} are"
                            + " dropped until it has caught up",
                    definition.id(),
                    definition.buffer(),
                    definition.overflow() == PgListenerOverflow.DROP_NEWEST ? "others" : "the oldest");
        }
        if (starts) {
            submit(this::work);
        }
    }

    /** Whether one more may wait. */
    private boolean makeRoom() {
        if (isClosed) {
            return false;
        }
        if (overflow == null) {
            return true;
        }
        if (definition.overflow() == PgListenerOverflow.DROP_NEWEST) {
            return false;
        }
        Iterator<ListenerEvent> oldest = waiting.iterator();
        while (waiting.size() >= definition.buffer() && oldest.hasNext()) {
            if (oldest.next().notification() != null) {
                oldest.remove();
                dropped++;
            }
        }
        return true;
    }

    /** So many were dropped by the client before they came here. */
    void missed(long notifications) {
        boolean starts;
        lock.lock();
        try {
            received += notifications;
            if (!isClosed && overflow == null) {
                overflow = new Overflow(Instant.now(), System.nanoTime(), dropped);
            }
            dropped += notifications;
            starts = !isClosed && claim();
        } finally {
            lock.unlock();
        }
        if (starts) {
            submit(this::work);
        }
    }

    void offer(ListenGap gap) {
        boolean starts;
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            gaps++;
            ListenerEvent last = waiting.peekLast();
            ListenGap before = last == null ? null : last.gap();
            if (before != null) {
                waiting.removeLast();
            }
            waiting.add(ListenerEvent.of(before == null ? gap : ListenerEvent.joined(before, gap)));
            starts = claim();
        } finally {
            lock.unlock();
        }
        if (starts) {
            submit(this::work);
        }
    }

    /** Nothing more will come, for this reason. */
    void offer(Throwable end) {
        boolean starts;
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            waiting.add(ListenerEvent.end(end));
            starts = claim();
        } finally {
            lock.unlock();
        }
        if (starts) {
            submit(this::work);
        }
    }

    private boolean claim() {
        if (running >= definition.concurrency()) {
            return false;
        }
        running++;
        return true;
    }

    // ---- what is done with it

    private void submit(Runnable work) {
        try {
            executor.execute(work);
        } catch (RuntimeException | Error ex) {
            // Most of all rejected; but also a thread for which there is no memory.
            if (isClosed()) {
                discard();
                release();
                return;
            }
            logger.warn(
                    "PostgreSQL listener \"{}\" was refused a thread, and asks again in {} s",
                    definition.id(),
                    REJECTED_PAUSE_SECONDS,
                    ex);
            CompletableFuture.delayedExecutor(REJECTED_PAUSE_SECONDS, TimeUnit.SECONDS)
                    .execute(() -> submit(work));
        }
    }

    private void work() {
        for (ListenerEvent next = take(); next != null; next = take()) {
            ListenerEvent event = next;
            CompletableFuture<?> end = begin(event);
            if (!end.isDone()) {
                // Where it completes may be an event loop, which must not wait for anybody.
                end.whenComplete((result, failure) -> submit(() -> {
                    finished(event, failure);
                    work();
                }));
                return;
            }
            finished(event, end.handle((result, failure) -> failure).join());
        }
    }

    /**
     * Whatever is thrown is a failure of this event: the place of a thread that breaks here would never be free again.
     */
    private CompletableFuture<?> begin(ListenerEvent event) {
        try {
            return handler.handle(event);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** The next one; null if there is none, and then the thread's place is free. */
    private @Nullable ListenerEvent take() {
        lock.lock();
        try {
            ListenerEvent next = waiting.poll();
            if (next != null) {
                return next;
            }
            Overflow over = overflow;
            if (over != null) {
                overflow = null;
                gaps++;
                return ListenerEvent.of(gap(over));
            }
        } finally {
            lock.unlock();
        }
        return release() ? null : take();
    }

    private ListenGap gap(Overflow over) {
        return new ListenGap(
                over.since(),
                Duration.ofNanos(System.nanoTime() - over.sinceNanos()),
                0,
                new PgMisuseException("the listener \"" + definition.id() + "\" was slower than what came: "
                        + (dropped - over.droppedBefore()) + " notifications were dropped"));
    }

    /** Gives the thread's place back, unless something has come meanwhile. */
    private boolean release() {
        CompletableFuture<Void> over = null;
        lock.lock();
        try {
            if (!isClosed && (!waiting.isEmpty() || overflow != null)) {
                return false;
            }
            running--;
            if (running == 0) {
                over = idle;
                idle = null;
            }
        } finally {
            lock.unlock();
        }
        if (over != null) {
            over.complete(null);
        }
        return true;
    }

    private void finished(ListenerEvent event, @Nullable Throwable failure) {
        lock.lock();
        try {
            if (failure == null) {
                handled += event.notification() == null ? 0 : 1;
            } else if (event.end() == null) {
                failed++;
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            try {
                handler.failed(event, cause);
            } catch (Throwable ex) {
                logger.error("The error handler of the PostgreSQL listener \"{}\" has failed", definition.id(), ex);
            }
        }
    }

    // ---- from its beginning to its end

    private boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    /** From now on something may come. Who waits for the end of what came before waits no longer: all of it goes on. */
    void open() {
        CompletableFuture<Void> over;
        lock.lock();
        try {
            isClosed = false;
            over = idle;
            idle = null;
        } finally {
            lock.unlock();
        }
        if (over != null) {
            over.complete(null);
        }
    }

    /** Nothing is taken any more. @return done when all that has come was handled, or something may come again */
    CompletableFuture<Void> close() {
        lock.lock();
        try {
            isClosed = true;
            if (running == 0) {
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<Void> end = idle == null ? new CompletableFuture<>() : idle;
            idle = end;
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, unless something may come again. @return how many notifications that were */
    long discard() {
        lock.lock();
        try {
            if (!isClosed) {
                return 0;
            }
            long unhandled = waiting.stream()
                    .filter(event -> event.notification() != null)
                    .count();
            waiting.clear();
            overflow = null;
            dropped += unhandled;
            return unhandled;
        } finally {
            lock.unlock();
        }
    }

    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    PgListenerState state(PgListenerState.Status status, Instant since, @Nullable Throwable failure) {
        lock.lock();
        try {
            return new PgListenerState(
                    definition.id(),
                    definition.channels(),
                    definition.clientName(),
                    status,
                    since,
                    failure,
                    running,
                    waiting.size(),
                    received,
                    handled,
                    failed,
                    dropped,
                    gaps);
        } finally {
            lock.unlock();
        }
    }
}
