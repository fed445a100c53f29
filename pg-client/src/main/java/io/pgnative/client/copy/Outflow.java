package io.pgnative.client.copy;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.session.CopyValve;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a session receives, on its way to a subscriber who takes it as he likes. The session's valve is shut while much
 * waits here.
 *
 * @param <S> what is put in, one or several items together
 * @param <T> an item
 */
final class Outflow<S, T> implements Flow.Subscription {

    /** The valve is shut when more bytes than this wait here. */
    static final long HIGH = 256 * 1024;

    private static final long LOW = HIGH / 2;

    private record Parcel<S>(S content, long weight) {}

    private final Flow.Subscriber<? super T> subscriber;
    private final Function<S, Iterator<T>> open;
    private final @Nullable Executor callers;
    private final Consumer<Throwable> giveUp;
    private final Queue<Parcel<S>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong weight = new AtomicLong();
    private final AtomicBoolean shut = new AtomicBoolean();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private volatile @Nullable CopyValve valve;
    private volatile boolean ended;
    private volatile boolean cancelled;
    private volatile @Nullable Throwable failure;

    /** Only touched by who delivers. */
    private Iterator<T> items = Collections.emptyIterator();

    private long itemsWeight;
    private boolean terminated;

    /**
     * Makes one.
     *
     * @param open takes items from what is put in
     * @param callers where the subscriber is called; null for on the session's loop
     * @param giveUp given why nothing more is wanted, once the subscriber has cancelled or thrown
     */
    Outflow(
            Flow.Subscriber<? super T> subscriber,
            Function<S, Iterator<T>> open,
            @Nullable Executor callers,
            Consumer<Throwable> giveUp) {
        this.subscriber = subscriber;
        this.open = open;
        this.callers = callers;
        this.giveUp = giveUp;
    }

    /** To be called before anything else: the subscriber may ask for items at once. */
    void subscribe() {
        subscriber.onSubscribe(this);
    }

    void begin(CopyValve newValve) {
        valve = newValve;
    }

    /** On the session's loop. */
    void add(S content, long bytes) {
        if (cancelled) {
            return;
        }
        queue.add(new Parcel<>(content, bytes));
        CopyValve current = valve;
        if (weight.addAndGet(bytes) > HIGH && current != null) {
            shut.set(true);
            current.pause();
            // The subscriber may have taken everything before he could see that it was shut.
            reopen();
        }
        deliver();
    }

    private void taken(long bytes) {
        weight.addAndGet(-bytes);
        reopen();
    }

    private void reopen() {
        CopyValve current = valve;
        if (current != null && weight.get() <= LOW && shut.compareAndSet(true, false)) {
            current.resume();
        }
    }

    /** Nothing more comes. Any thread. */
    void end(@Nullable Throwable reason) {
        failure = reason;
        ended = true;
        deliver();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            fail(new PgMisuseException("a subscriber asked for " + n + " items; expected 1 or more"));
            return;
        }
        demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        deliver();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            deliver();
            giveUp.accept(new PgCancelledException("the subscriber cancelled"));
        }
    }

    private void fail(Throwable reason) {
        end(reason);
        giveUp.accept(reason);
    }

    private void deliver() {
        if (work.getAndIncrement() == 0) {
            CopyValve current = valve;
            if (callers != null) {
                callers.execute(this::deliverAll);
            } else if (current != null) {
                current.loop().execute(this::deliverAll);
            } else {
                deliverAll();
            }
        }
    }

    private void deliverAll() {
        int done = 1;
        while (done != 0) {
            try {
                deliverSome();
            } catch (RuntimeException | Error e) {
                // Thrown by a mapping of rows, or by the subscriber, who then gets nothing more.
                terminate(e);
                giveUp.accept(e);
            }
            done = work.addAndGet(-done);
        }
    }

    private void deliverSome() {
        while (!terminated && !cancelled) {
            if (!items.hasNext()) {
                taken(itemsWeight);
                itemsWeight = 0;
                boolean isEnd = ended;
                Parcel<S> next = queue.poll();
                if (next != null) {
                    itemsWeight = next.weight;
                    items = open.apply(next.content);
                } else {
                    if (isEnd) {
                        terminate(failure);
                    }
                    return;
                }
            } else if (demand.get() == 0) {
                return;
            } else {
                demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
                subscriber.onNext(items.next());
            }
        }
        queue.clear();
    }

    private void terminate(@Nullable Throwable reason) {
        if (!terminated && !cancelled) {
            terminated = true;
            queue.clear();
            if (reason == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(reason);
            }
        }
    }
}
