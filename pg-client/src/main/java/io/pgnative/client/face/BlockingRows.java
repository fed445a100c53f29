package io.pgnative.client.face;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.session.RowListener;
import io.pgnative.client.session.RowSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a statement for a thread that waits for them. The statement is sent when the first row is asked for; the
 * next batch is asked for while half of the last one is still to be given. Rows are mapped on the thread that takes
 * them.
 *
 * @param <T> what a row becomes
 */
final class BlockingRows<T> implements Spliterator<T>, RowListener {

    private final @Nullable Verbs edge;
    private final Supplier<RowSource> statement;
    private final Function<ResultRows, Iterator<T>> reading;
    private final Queue<ResultRows> batches = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread waiting;
    private volatile boolean isFetching;
    private volatile boolean hasLast;
    private volatile boolean isEnded;
    private @Nullable Throwable failure;

    // Of the thread that takes the rows; the stream sees to it that there is one at a time.
    private @Nullable RowSource source;
    private Iterator<T> current = Collections.emptyIterator();
    private int left;
    private int half;
    private boolean isClosed;

    private BlockingRows(
            @Nullable Verbs edge, Supplier<RowSource> statement, Function<ResultRows, Iterator<T>> reading) {
        this.edge = edge;
        this.statement = statement;
        this.reading = reading;
    }

    /** A stream that frees the connection when it is closed, and when its last row was taken. */
    static <T> Stream<T> stream(Supplier<RowSource> statement, Function<ResultRows, Iterator<T>> reading) {
        return stream(null, statement, reading);
    }

    /** The same for a client, at whose edge failures are mapped. */
    static <T> Stream<T> stream(
            @Nullable Verbs edge, Supplier<RowSource> statement, Function<ResultRows, Iterator<T>> reading) {
        Waiting.check();
        BlockingRows<T> rows = new BlockingRows<>(edge, statement, reading);
        return StreamSupport.stream(rows, false).onClose(rows::close);
    }

    // ---- on the session's loop

    @Override
    public void rows(ResultRows batch, boolean isLast) {
        hasLast = isLast;
        isFetching = false;
        // Last: whoever has taken the whole batch must be able to ask for the next one.
        batches.add(batch);
        LockSupport.unpark(waiting);
    }

    @Override
    public void ended(@Nullable Throwable reason) {
        failure = reason;
        isEnded = true;
        LockSupport.unpark(waiting);
    }

    // ---- on the thread that takes the rows

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        T row;
        try {
            if (!current.hasNext() && !nextBatch()) {
                return false;
            }
            row = BlockingVerbs.mapped(current::next);
        } catch (PgException atEdge) {
            throw edge == null ? atEdge : edge.failure(atEdge);
        }
        if (--left == half) {
            ask();
        }
        action.accept(row);
        return true;
    }

    /** Waits for more rows; false at the end. */
    private boolean nextBatch() {
        if (isClosed) {
            throw Waiting.traced(new PgMisuseException("the stream of rows was closed"));
        }
        start();
        for (; ; ) {
            // Read first: what has come before the end is in the queue then.
            boolean ended = isEnded;
            ResultRows batch = batches.poll();
            if (batch != null) {
                left = batch.size();
                half = left / 2;
                current = BlockingVerbs.mapped(() -> reading.apply(batch));
                return true;
            }
            if (ended) {
                Waiting.rethrow(failure);
                return false;
            }
            ask();
            await();
        }
    }

    private void start() {
        if (source == null) {
            Waiting.check();
            RowSource from = BlockingVerbs.mapped(statement);
            source = from;
            isFetching = true;
            from.start(this);
        }
    }

    private void ask() {
        RowSource from = source;
        if (from != null && !isFetching && !hasLast && !isEnded && batches.isEmpty()) {
            isFetching = true;
            from.fetch();
        }
    }

    private void await() {
        Waiting.check();
        waiting = Thread.currentThread();
        while (batches.isEmpty() && !isEnded) {
            if (Thread.currentThread().isInterrupted()) {
                waiting = null;
                PgCancelledException cancelled =
                        new PgCancelledException("the thread was interrupted while it waited for rows");
                giveUp(cancelled);
                throw Waiting.traced(cancelled);
            }
            LockSupport.park(this);
        }
        waiting = null;
    }

    private void giveUp(PgCancelledException reason) {
        isClosed = true;
        current = Collections.emptyIterator();
        RowSource from = source;
        if (from != null && !isEnded) {
            from.end(reason);
        }
    }

    /** Ends the statement, and waits until the connection is free; an interrupt is kept for later. */
    private void close() {
        giveUp(new PgCancelledException("the stream of rows was closed"));
        if (source == null || isEnded) {
            return;
        }
        Waiting.check();
        waiting = Thread.currentThread();
        boolean isInterrupted = false;
        while (!isEnded) {
            isInterrupted |= Thread.interrupted();
            LockSupport.park(this);
        }
        waiting = null;
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
