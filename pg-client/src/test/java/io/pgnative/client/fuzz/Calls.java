package io.pgnative.client.fuzz;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one play, how each has ended, and what must not be: no end, two ends, an exception of another family.
 */
final class Calls {

    private static final long LIMIT_SECONDS = 60;

    /** What stands for a value that cannot be read. */
    static final String UNREADABLE = "\0unreadable";

    /** Where the rows of a call come from. */
    enum Source {
        /** One answer of the server, from end to end. */
        ANSWER,
        /** As many answers as it took to read a portal. */
        PORTAL,
        /** Data of a COPY. */
        COPY
    }

    /**
     * A call that has succeeded.
     *
     * @param source where its rows come from
     * @param rows the first column of each
     */
    record Success(Source source, List<String> rows) {}

    private final List<String> outcome = new ArrayList<>();
    private final List<Success> successes = new ArrayList<>();
    private final List<Runnable> lateChecks = new ArrayList<>();
    private boolean violated;

    /** Waits for the end of a call; null if it has failed. */
    <T> @Nullable T end(Future<T> call) {
        AtomicInteger ends = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        call.onComplete(done -> {
            ends.incrementAndGet();
            ended.countDown();
        });
        await(ended);
        lateChecks.add(() -> require(ends.get() == 1, "a call has ended " + ends + " times"));
        if (call.failed()) {
            failed(call.cause());
            return null;
        }
        return call.result();
    }

    /** Waits for the end of a call that gives rows. */
    void rows(Future<Rows> call) {
        Rows rows = end(call);
        if (rows != null) {
            succeeded(Source.ANSWER, first(rows.stream().toList()));
        }
    }

    /** Waits for the end of a call whose result is of no interest. */
    void done(Future<?> call) {
        if (end(call.map("done")) != null) {
            outcome.add("done");
        }
    }

    /** Reads rows to their end, as many at once as are asked for. */
    void stream(Source source, Flow.Publisher<Row> rows) {
        List<String> all = read(rows, (row, seen) -> seen.add(text(row)));
        if (all != null) {
            succeeded(source, all);
        }
    }

    /** Reads data to their end. */
    void data(Flow.Publisher<ByteBuffer> data) {
        List<String> all = read(data, (piece, seen) -> {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            seen.add(new String(bytes, StandardCharsets.ISO_8859_1));
        });
        if (all != null) {
            succeeded(Source.COPY, List.of(String.join("", all)));
        }
    }

    /** What a cursor has given so far is counted as one call. */
    void succeeded(Source source, List<String> rows) {
        successes.add(new Success(source, rows));
        outcome.add(source + ": " + rows);
    }

    private <T> @Nullable List<String> read(Flow.Publisher<T> publisher, BiConsumer<T, List<String>> reader) {
        List<String> seen = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        AtomicInteger ends = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        publisher.subscribe(new Flow.Subscriber<T>() {

            private Flow.@Nullable Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(T item) {
                late.addAndGet(ends.get());
                reader.accept(item, seen);
                if (subscription != null) {
                    subscription.request(1);
                }
            }

            @Override
            public void onError(Throwable failure) {
                failures.add(failure);
                ends.incrementAndGet();
                ended.countDown();
            }

            @Override
            public void onComplete() {
                ends.incrementAndGet();
                ended.countDown();
            }
        });
        await(ended);
        lateChecks.add(() -> require(ends.get() == 1 && late.get() == 0, "a stream goes on behind its end"));
        if (failures.isEmpty()) {
            return seen;
        }
        failed(failures.get(0));
        return null;
    }

    static List<String> first(List<Row> rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(text(row)));
        return texts;
    }

    private static String text(Row row) {
        if (row.size() == 0) {
            return "";
        }
        try {
            return String.valueOf(row.getString(0));
        } catch (PgDataException e) {
            return UNREADABLE;
        }
    }

    private void failed(Throwable cause) {
        if (!(cause instanceof PgException known)) {
            throw new AssertionError("a call has failed with " + cause, cause);
        }
        violated |= known instanceof PgProtocolException;
        outcome.add(known.getClass().getSimpleName() + " " + known.sqlState());
    }

    private static void await(CountDownLatch ended) {
        try {
            require(ended.await(LIMIT_SECONDS, TimeUnit.SECONDS), "a call has not ended");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** To be called when nothing more can come: nothing has ended twice. */
    void checkEnds() {
        lateChecks.forEach(Runnable::run);
    }

    /** How each call has ended, to be compared with another run. */
    List<String> outcome() {
        return outcome;
    }

    List<Success> successes() {
        return successes;
    }

    /** Whether a call has been told of a violation of the protocol. */
    boolean sawViolation() {
        return violated;
    }
}
