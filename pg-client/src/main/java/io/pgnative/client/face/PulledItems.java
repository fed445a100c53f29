package io.pgnative.client.face;

import io.pgnative.client.PgCancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher gives, for a thread that waits for each item. A few are asked for ahead.
 *
 * @param <T> what it gives
 */
final class PulledItems<T> implements Flow.Subscriber<T>, Iterator<T>, AutoCloseable {

    private sealed interface Signal<T> {}

    private record Item<T>(T value) implements Signal<T> {}

    private record End<T>(@Nullable Throwable failure) implements Signal<T> {}

    private final int ahead;
    private final BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private @Nullable Signal<T> next;
    private int taken;

    private PulledItems(int ahead) {
        this.ahead = ahead;
    }

    /** Subscribes. */
    static <T> PulledItems<T> of(Flow.Publisher<T> publisher, int ahead) {
        PulledItems<T> items = new PulledItems<>(ahead);
        publisher.subscribe(items);
        return items;
    }

    /** All items; closing it cancels. */
    Stream<T> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(this::close);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(ahead);
    }

    @Override
    public void onNext(T item) {
        signals.add(new Item<>(item));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new End<>(failure));
    }

    @Override
    public void onComplete() {
        signals.add(new End<>(null));
    }

    @Override
    public boolean hasNext() {
        Signal<T> current = next;
        if (current == null) {
            current = take();
            next = current;
        }
        if (current instanceof End<T> end && end.failure != null) {
            throw raised(end.failure);
        }
        return current instanceof Item<T>;
    }

    @Override
    public T next() {
        if (!hasNext() || !(next instanceof Item<T> item)) {
            throw new NoSuchElementException("there are no more");
        }
        next = null;
        if (++taken >= Math.max(1, ahead / 2)) {
            long asked = taken;
            taken = 0;
            Flow.Subscription current = subscription;
            if (current != null) {
                current.request(asked);
            }
        }
        return item.value;
    }

    private Signal<T> take() {
        Waiting.check();
        try {
            return signals.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw Waiting.traced(new PgCancelledException("the thread was interrupted while it waited"));
        }
    }

    private static RuntimeException raised(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        return failure instanceof RuntimeException unchecked
                ? Waiting.traced(unchecked)
                : new IllegalStateException(failure);
    }

    /** No more is wanted; what has come is dropped. */
    @Override
    public void close() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
        signals.clear();
        next = new End<>(null);
    }
}
