package io.pgnative.client.face;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.session.RowListener;
import io.pgnative.client.session.RowSource;
import io.vertx.core.internal.ContextInternal;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber and the statement that runs for it. Whatever happens wakes the same piece of work, which one thread
 * does at a time: it gives rows as far as they are demanded, and asks for the next batch while half of the last one is
 * still to be given, so that the server works while the subscriber does. Two batches are the most that is held.
 *
 * <p>The statement is sent with the first demand. Signals come on the context of the subscriber if it has one, else on
 * the session's event loop.
 *
 * @param <T> what a row becomes
 */
final class RowSubscription<T> implements Flow.Subscription, RowListener {

    private static final Logger LOG = LoggerFactory.getLogger(RowSubscription.class);

    private final Flow.Subscriber<? super T> subscriber;
    private final Supplier<RowSource> statement;
    private final Function<ResultRows, Iterator<T>> reading;
    private final @Nullable ContextInternal context = Contexts.ofCaller();

    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger wakings = new AtomicInteger();
    private final Queue<ResultRows> batches = new ConcurrentLinkedQueue<>();
    private volatile @Nullable RowSource source;
    private volatile boolean isCancelled;
    private volatile boolean isFetching;
    private volatile boolean hasLast;
    private volatile boolean isEnded;
    private @Nullable Throwable failure;
    private volatile @Nullable IllegalArgumentException refusal;

    // Of the thread that does the work.
    private Iterator<T> current = Collections.emptyIterator();
    private int left;
    private int half;
    private boolean isOver;

    RowSubscription(
            Flow.Subscriber<? super T> subscriber,
            Supplier<RowSource> statement,
            Function<ResultRows, Iterator<T>> reading) {
        this.subscriber = subscriber;
        this.statement = statement;
        this.reading = reading;
    }

    // ---- what wakes the work

    @Override
    public void request(long n) {
        if (n > 0) {
            demand.accumulateAndGet(n, (now, more) -> now > Long.MAX_VALUE - more ? Long.MAX_VALUE : now + more);
        } else {
            refusal = new IllegalArgumentException("request(" + n + "): at least one row must be asked for (rule 3.9)");
        }
        wake();
    }

    @Override
    public void cancel() {
        isCancelled = true;
        wake();
    }

    @Override
    public void rows(ResultRows batch, boolean isLast) {
        batches.add(batch);
        hasLast = isLast;
        isFetching = false;
        wake();
    }

    @Override
    public void ended(@Nullable Throwable reason) {
        failure = reason;
        isEnded = true;
        wake();
    }

    private void wake() {
        if (wakings.getAndIncrement() > 0) {
            return;
        }
        RowSource from = source;
        if (context != null) {
            context.emit(this, RowSubscription::work);
        } else if (from != null) {
            from.run(this::work);
        } else {
            work();
        }
    }

    // ---- the work

    private void work() {
        int seen = wakings.get();
        do {
            step();
            seen = wakings.addAndGet(-seen);
        } while (seen > 0);
    }

    private void step() {
        IllegalArgumentException refused = refusal;
        if (isOver) {
            batches.clear();
        } else if (isCancelled) {
            over();
        } else if (refused != null) {
            fail(refused);
        } else if (source == null) {
            start();
        } else {
            give();
        }
    }

    private void start() {
        if (demand.get() == 0) {
            return;
        }
        RowSource from;
        try {
            from = statement.get();
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        source = from;
        isFetching = true;
        from.start(this);
    }

    private void give() {
        // Read first: what has come before the end is in the queue then.
        boolean ended = isEnded;
        long wanted = demand.get();
        long given = 0;
        while (given < wanted && hasNext()) {
            if (isOver || isCancelled || refusal != null) {
                return;
            }
            T row;
            try {
                row = current.next();
            } catch (RuntimeException | Error e) {
                fail(e);
                return;
            }
            given++;
            if (--left == half && given < wanted) {
                ask();
            }
            if (!next(row)) {
                return;
            }
        }
        if (wanted != Long.MAX_VALUE) {
            wanted = demand.addAndGet(-given);
        }
        if (ended && !hasNext() && !isOver) {
            end();
        } else if (wanted > 0 && left <= half) {
            ask();
        }
    }

    private boolean hasNext() {
        while (!current.hasNext()) {
            ResultRows batch = batches.poll();
            if (batch == null) {
                return false;
            }
            try {
                current = reading.apply(batch);
            } catch (RuntimeException | Error e) {
                fail(e);
                return false;
            }
            left = batch.size();
            half = left / 2;
        }
        return true;
    }

    private void ask() {
        RowSource from = source;
        if (from != null && !isOver && !isFetching && !hasLast && !isEnded && batches.isEmpty()) {
            isFetching = true;
            from.fetch();
        }
    }

    private boolean next(T row) {
        try {
            subscriber.onNext(row);
            return true;
        } catch (RuntimeException | Error e) {
            LOG.error("A subscriber to rows has thrown, which cancels its subscription", e);
            over();
            return false;
        }
    }

    // ---- the end

    private void end() {
        Throwable reason = failure;
        over();
        tell(reason);
    }

    private void fail(Throwable reason) {
        over();
        tell(reason);
    }

    /** Nothing more is given, and the statement ends unless it has. */
    private void over() {
        isOver = true;
        current = Collections.emptyIterator();
        batches.clear();
        RowSource from = source;
        if (from != null && !isEnded) {
            from.end(new PgCancelledException("the subscriber cancelled"));
        }
    }

    private void tell(@Nullable Throwable reason) {
        try {
            if (reason == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(reason);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("A subscriber to rows has thrown at the end of its subscription", e);
        }
    }
}
