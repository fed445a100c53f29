package io.pgnative.client.session;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a batch, of a publisher. It is asked for a bounded number ahead, and for more as rows are written: a
 * socket that is full makes the publisher wait.
 */
final class PublishedRows extends BatchRows implements Flow.Subscriber<Object> {

    /** The most rows that are asked for and have not been written. */
    static final int AHEAD = 256;

    private static final Logger log = LoggerFactory.getLogger(PublishedRows.class);

    private static final Flow.Subscription STOPPED = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final Flow.Publisher<?> publisher;
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

    /** Rows that were asked for and have not come. */
    private final AtomicInteger outstanding = new AtomicInteger();

    /** Whether the batch has found nothing to write and waits to be woken. */
    private final AtomicBoolean isWaiting = new AtomicBoolean();

    private Runnable wake = () -> {};
    private volatile boolean isComplete;
    private volatile @Nullable Throwable failure;
    private @Nullable Object row;
    private int taken;

    PublishedRows(Flow.Publisher<?> publisher) {
        this.publisher = publisher;
    }

    // ---------------------------------------------------------------- the batch, on its session's loop

    @Override
    void begin(Runnable more) {
        wake = more;
        try {
            publisher.subscribe(this);
        } catch (RuntimeException | Error e) {
            throw new PgDataException("the publisher of the rows of a batch could not be subscribed to", e);
        }
    }

    @Override
    Next next() {
        Next next = poll();
        if (next == Next.NOT_YET) {
            isWaiting.set(true);
            // What came in between has not seen that somebody waits.
            next = poll();
            if (next != Next.NOT_YET) {
                isWaiting.set(false);
            }
        }
        return next;
    }

    private Next poll() {
        // Before the queue: what came before the end is in it then.
        boolean ended = isComplete;
        Throwable reason = failure;
        if (reason != null) {
            throw reason instanceof PgMisuseException misuse
                    ? misuse
                    : new PgDataException("the publisher of the rows of a batch failed", reason);
        }
        row = queue.poll();
        if (row != null) {
            askForMore();
            return Next.ROW;
        }
        return ended ? Next.END : Next.NOT_YET;
    }

    private void askForMore() {
        Flow.Subscription current = subscription.get();
        if (++taken < AHEAD / 2 || current == null) {
            return;
        }
        int wanted = taken;
        taken = 0;
        outstanding.addAndGet(wanted);
        try {
            current.request(wanted);
        } catch (RuntimeException | Error e) {
            throw new PgDataException("the publisher of the rows of a batch failed when it was asked for more", e);
        }
    }

    @Override
    @Nullable Object row() {
        Object current = row;
        row = null;
        return current;
    }

    @Override
    void stop() {
        Flow.Subscription current = subscription.getAndSet(STOPPED);
        queue.clear();
        if (current != null && !isComplete) {
            cancel(current);
        }
    }

    /** What a publisher throws when nobody wants its rows any more changes nothing for the batch. */
    private static void cancel(Flow.Subscription subscription) {
        try {
            subscription.cancel();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.warn("The publisher of the rows of a batch has thrown when it was cancelled", e);
        }
    }

    // ---------------------------------------------------------------- the publisher, on any thread

    @Override
    public void onSubscribe(Flow.Subscription added) {
        Objects.requireNonNull(added, "subscription must not be null");
        if (subscription.compareAndSet(null, added)) {
            outstanding.set(AHEAD);
            added.request(AHEAD);
        } else {
            added.cancel();
        }
    }

    @Override
    public void onNext(Object next) {
        Objects.requireNonNull(next, "a publisher must not give null");
        if (subscription.get() == STOPPED) {
            return;
        }
        if (outstanding.decrementAndGet() < 0) {
            fail(new PgMisuseException("the publisher of the rows of a batch gave more rows than it was asked for"));
            return;
        }
        queue.add(next);
        wakeUp();
    }

    @Override
    public void onError(Throwable reason) {
        Objects.requireNonNull(reason, "a publisher must not fail with null");
        fail(reason);
    }

    private void fail(Throwable reason) {
        failure = reason;
        wakeUp();
    }

    @Override
    public void onComplete() {
        isComplete = true;
        wakeUp();
    }

    private void wakeUp() {
        if (isWaiting.compareAndSet(true, false)) {
            wake.run();
        }
    }
}
