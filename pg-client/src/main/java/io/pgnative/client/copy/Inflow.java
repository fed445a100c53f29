package io.pgnative.client.copy;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher gives, taken by one event loop: few items wait here, and more are asked for as they are taken. The
 * publisher is subscribed to when the first item is needed.
 *
 * @param <T> what it gives
 */
final class Inflow<T> implements Flow.Subscriber<T> {

    private static final Flow.Subscription CANCELLED = new Flow.Subscription() {
        @Override
        public void request(long n) {
            // Nobody takes anything any more.
        }

        @Override
        public void cancel() {
            // It is.
        }
    };

    private final Flow.Publisher<? extends T> publisher;
    private final Executor callers;
    private final int capacity;
    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

    /** Whether the loop has found nothing and is to be told of the next item. */
    private final AtomicBoolean wanting = new AtomicBoolean();

    private volatile @Nullable Runnable more;
    private volatile boolean complete;
    private volatile @Nullable Throwable failure;

    /** Taken, and not asked for anew; on the loop. */
    private int taken;

    /**
     * Makes one.
     *
     * @param callers where the publisher is subscribed to
     * @param capacity how many items may wait here
     */
    Inflow(Flow.Publisher<? extends T> publisher, Executor callers, int capacity) {
        this.publisher = publisher;
        this.callers = callers;
        this.capacity = capacity;
    }

    /** Subscribes. */
    void begin(Runnable onMore) {
        more = onMore;
        callers.execute(() -> {
            try {
                publisher.subscribe(this);
            } catch (RuntimeException | Error e) {
                onError(e);
            }
        });
    }

    /** The next item; null if there is none now, or no more, see {@link #isEnded}. On the loop. */
    @Nullable T next() throws Exception {
        throwFailure();
        T item = queue.poll();
        if (item == null) {
            wanting.set(true);
            item = queue.poll();
            if (item == null) {
                return null;
            }
            wanting.set(false);
        }
        waiting.decrementAndGet();
        if (++taken >= Math.max(1, capacity / 2)) {
            long asked = taken;
            taken = 0;
            Flow.Subscription current = subscription.get();
            if (current != null) {
                current.request(asked);
            }
        }
        return item;
    }

    /** Whether there will be no more. On the loop. */
    boolean isEnded() throws Exception {
        boolean ended = complete;
        throwFailure();
        return ended && queue.isEmpty();
    }

    private void throwFailure() throws Exception {
        Throwable reason = failure;
        if (reason instanceof Exception exception) {
            throw exception;
        }
        if (reason instanceof Error error) {
            throw error;
        }
        if (reason != null) {
            throw new PgDataException("the publisher of the data has failed", reason);
        }
    }

    /** Nothing more is wanted. Any thread. */
    void close() {
        Flow.Subscription current = subscription.getAndSet(CANCELLED);
        if (current != null) {
            current.cancel();
        }
        queue.clear();
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        Objects.requireNonNull(newSubscription, "subscription must not be null");
        if (subscription.compareAndSet(null, newSubscription)) {
            newSubscription.request(capacity);
        } else {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item, "item must not be null");
        if (subscription.get() == CANCELLED) {
            return;
        }
        if (waiting.incrementAndGet() > capacity) {
            close();
            onError(new PgMisuseException("the publisher of the data gives more than it is asked for"));
            return;
        }
        queue.add(item);
        if (wanting.compareAndSet(true, false)) {
            tell();
        }
    }

    @Override
    public void onError(Throwable reason) {
        failure = Objects.requireNonNull(reason, "reason must not be null");
        tell();
    }

    @Override
    public void onComplete() {
        complete = true;
        tell();
    }

    private void tell() {
        Runnable current = more;
        if (current != null) {
            current.run();
        }
    }
}
