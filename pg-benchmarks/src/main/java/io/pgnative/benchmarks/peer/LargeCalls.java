package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.LargeTask;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.vertx.core.Future;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Calls of our client that move more than it has memory for. All data are checked: number, order and length. */
public final class LargeCalls {

    /** An id and a text of {@link LargeTask#TEXT} bytes. */
    public static final String TABLE = "pgnative_large";

    private static final String CONTENT = "x".repeat(LargeTask.TEXT);

    private LargeCalls() {}

    /**
     * Runs a task.
     *
     * @param task what
     * @param rows how many
     * @param options of the client
     * @return how many bytes of data were moved, as the caller sees them
     * @throws Exception if it fails
     */
    public static long move(LargeTask task, long rows, PeerOptions options) throws Exception {
        PgNativePool pool = PgNativePool.open(options);
        try {
            PgClient pg = pool.pg();
            return switch (task) {
                case COPY_IN_BYTES -> {
                    Lines lines = new Lines(rows);
                    await(pg.copyIn(TABLE).where("false").text().from(lines), 0);
                    yield lines.given;
                }
                case COPY_IN_ROWS -> {
                    await(pg.copyIn(TABLE).where("false").rows(rows(rows)), 0);
                    yield rows * (2 + 4 + 8 + 4 + LargeTask.TEXT);
                }
                case COPY_OUT_BYTES -> {
                    try (CountingStream count = new CountingStream()) {
                        await(pg.copyOut(query(rows)).text().to(count), rows);
                        yield count.bytes();
                    }
                }
                case COPY_OUT_ROWS -> read(pg.copyOut(query(rows)).rows(), rows);
                case STREAM -> read(pg.stream(query(rows)), rows);
            };
        } finally {
            pool.close();
        }
    }

    /** Set-returning in the target list: the server makes the rows as it sends them and keeps none. */
    private static String query(long rows) {
        return "select generate_series(1, " + rows + "::int8) as id, repeat('x', " + LargeTask.TEXT + ") as content";
    }

    private static void await(Future<CommandResult> copy, long rows) throws Exception {
        CommandResult result = copy.toCompletionStage().toCompletableFuture().get();
        if (result.rowCount() != rows) {
            throw new IllegalStateException(result.tag() + " where " + rows + " rows were expected");
        }
    }

    private static long read(Flow.Publisher<Row> published, long rows) throws Exception {
        SlowReader reader = new SlowReader();
        published.subscribe(reader);
        if (reader.ended.get() != rows) {
            throw new IllegalStateException(reader.ended.get() + " of " + rows + " rows came");
        }
        return rows * (2 + 4 + 8 + 4 + LargeTask.TEXT);
    }

    private static Iterable<Object[]> rows(long count) {
        return () -> new Iterator<>() {
            private long given;

            @Override
            public boolean hasNext() {
                return given < count;
            }

            @Override
            public Object[] next() {
                return new Object[] {++given, CONTENT};
            }
        };
    }

    /** Lines of the text format, made as they are read. */
    private static final class Lines extends InputStream {

        private final long count;
        private long next;
        private byte[] line = {};
        private int position;
        private long given;

        Lines(long count) {
            this.count = count;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("one by one");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int filled = 0;
            while (filled < length && (position < line.length || nextLine())) {
                int taken = Math.min(length - filled, line.length - position);
                System.arraycopy(line, position, target, offset + filled, taken);
                position += taken;
                filled += taken;
            }
            given += filled;
            return filled == 0 && length > 0 ? -1 : filled;
        }

        private boolean nextLine() {
            if (next == count) {
                return false;
            }
            line = (++next + "\t" + CONTENT + "\n").getBytes(StandardCharsets.US_ASCII);
            position = 0;
            return true;
        }
    }

    /** Checks what comes, and pauses for a millisecond after each so many rows before it asks for more. */
    private static final class SlowReader implements Flow.Subscriber<Row> {

        private static final int ASKED = 1_000;

        private final CompletableFuture<Long> ended = new CompletableFuture<>();
        private Flow.Subscription subscription = new Flow.Subscription() {
            @Override
            public void request(long n) {
                throw new IllegalStateException("not subscribed");
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("not subscribed");
            }
        };
        private long rows;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(ASKED);
        }

        @Override
        public void onNext(Row row) {
            rows++;
            String content = row.getString(1);
            if (row.getLong(0) != rows || content == null || content.length() != LargeTask.TEXT) {
                ended.completeExceptionally(new IllegalStateException("row " + rows + " is another one: " + row));
                subscription.cancel();
            } else if (rows % ASKED == 0) {
                Clock.TIMER.schedule(() -> subscription.request(ASKED), 1, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(rows);
        }
    }
}
