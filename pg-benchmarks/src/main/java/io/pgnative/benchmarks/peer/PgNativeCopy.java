package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Workload;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** COPY with our client, in the way of each face. */
final class PgNativeCopy {

    private final List<Object[]> lines = Dataset.linesToCopy();

    Function<Caller, Future<Long>> future(PgClient pg, Workload workload) {
        return switch (workload) {
            case COPY_IN -> caller -> pg.copyIn(Dataset.LINE_COPIED).rows(lines).map(PgNativeReader::count);
            case COPY_OUT ->
                caller -> {
                    PgNativeReader reader = PgNativeReader.of(caller.query().shape());
                    return Summing.of(pg.copyOut(caller.sql()).rows(), reader);
                };
            default -> caller -> Counting.of(pg.copyOut(caller.sql()).binary().bytes());
        };
    }

    Function<Caller, Mono<Long>> reactive(ReactivePgClient pg, Workload workload) {
        return switch (workload) {
            case COPY_IN -> caller -> pg.copyIn(Dataset.LINE_COPIED).rows(lines).map(PgNativeReader::count);
            case COPY_OUT ->
                caller -> {
                    PgNativeReader reader = PgNativeReader.of(caller.query().shape());
                    Checksum sum = new Checksum();
                    return pg.copyOut(caller.sql())
                            .rows()
                            .doOnNext(row -> reader.read(row, sum))
                            .then(Mono.fromSupplier(sum::value));
                };
            default ->
                caller -> pg.copyOut(caller.sql())
                        .binary()
                        .bytes()
                        .reduce(0L, (sum, bytes) -> sum + bytes.remaining())
                        .map(PgNativeCopy::sum);
        };
    }

    ThreadCallers.Call blocking(BlockingPgClient pg, Workload workload) {
        return switch (workload) {
            case COPY_IN ->
                caller -> PgNativeReader.count(pg.copyIn(Dataset.LINE_COPIED).rows(lines));
            case COPY_OUT ->
                caller -> {
                    PgNativeReader reader = PgNativeReader.of(caller.query().shape());
                    Checksum sum = new Checksum();
                    try (Stream<Row> rows = pg.copyOut(caller.sql()).rows()) {
                        rows.forEach(row -> reader.read(row, sum));
                    }
                    return sum.value();
                };
            default ->
                caller -> {
                    try (CountingStream count = new CountingStream()) {
                        pg.copyOut(caller.sql()).binary().to(count);
                        return sum(count.bytes());
                    }
                };
        };
    }

    private static long sum(long count) {
        Checksum sum = new Checksum();
        sum.add(count);
        return sum.value();
    }

    /** Takes all that comes. */
    private abstract static class Reading<T> implements Flow.Subscriber<T> {

        final Promise<Long> ended = Promise.promise();

        abstract long result();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onError(Throwable failure) {
            ended.fail(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(result());
        }
    }

    /** Reads rows. */
    private static final class Summing extends Reading<Row> {

        private final PgNativeReader reader;
        private final Checksum sum = new Checksum();

        private Summing(PgNativeReader reader) {
            this.reader = reader;
        }

        static Future<Long> of(Flow.Publisher<Row> rows, PgNativeReader reader) {
            Summing summing = new Summing(reader);
            rows.subscribe(summing);
            return summing.ended.future();
        }

        @Override
        public void onNext(Row row) {
            reader.read(row, sum);
        }

        @Override
        long result() {
            return sum.value();
        }
    }

    /** Counts bytes. */
    private static final class Counting extends Reading<ByteBuffer> {

        private long bytes;

        static Future<Long> of(Flow.Publisher<ByteBuffer> published) {
            Counting counting = new Counting();
            published.subscribe(counting);
            return counting.ended.future();
        }

        @Override
        public void onNext(ByteBuffer piece) {
            bytes += piece.remaining();
        }

        @Override
        long result() {
            return sum(bytes);
        }
    }
}
