package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that does what a test tells it to, and notes what it is given.
 *
 * @param <T> the elements
 */
final class Collected<T> implements Flow.Subscriber<T> {

    private static final int PATIENCE_SECONDS = 60;

    private final LinkedBlockingQueue<T> items = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final long firstDemand;
    private volatile Flow.@Nullable Subscription subscription;

    private Collected(long firstDemand) {
        this.firstDemand = firstDemand;
    }

    /** Subscribes with some demand. */
    static <T> Collected<T> of(Flow.Publisher<T> publisher, long firstDemand) {
        Collected<T> collected = new Collected<>(firstDemand);
        publisher.subscribe(collected);
        return collected;
    }

    /** Subscribes with demand for everything. */
    static <T> Collected<T> all(Flow.Publisher<T> publisher) {
        return of(publisher, Long.MAX_VALUE);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (firstDemand > 0) {
            given.request(firstDemand);
        }
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        ends.incrementAndGet();
        end.complete(failure);
    }

    @Override
    public void onComplete() {
        ends.incrementAndGet();
        end.complete(null);
    }

    private Flow.Subscription subscription() {
        Flow.Subscription given = subscription;
        if (given == null) {
            throw new AssertionError("not subscribed");
        }
        return given;
    }

    void request(long rows) {
        subscription().request(rows);
    }

    void cancel() {
        subscription().cancel();
    }

    /** Waits for the next element. */
    T next() {
        try {
            T item = items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (item == null) {
                throw new AssertionError("no element came in time");
            }
            return item;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for that many elements. */
    List<T> next(int count) {
        List<T> next = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            next.add(next());
        }
        return next;
    }

    /** What has come and was not asked for by {@link #next()}. */
    List<T> received() {
        return List.copyOf(items);
    }

    boolean isEnded() {
        return end.isDone();
    }

    private @Nullable Throwable end() {
        try {
            Throwable failure = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(ends).as("terminal signals").hasValue(1);
            return failure;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the publisher did not end", e);
        }
    }

    /** Waits for the end, which must be a good one. @return what has come */
    List<T> completed() {
        assertThat(end()).isNull();
        return received();
    }

    /** Waits for the end, which must be a failure. */
    Throwable failed() {
        Throwable failure = end();
        assertThat(failure).isNotNull();
        return failure;
    }
}
