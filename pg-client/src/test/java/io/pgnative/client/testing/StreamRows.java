package io.pgnative.client.testing;

import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Streams many rows through a slow consumer, to be run in a JVM with little memory. The DSN is in the environment
 * variable {@code PGNATIVE_DSN}, the number of rows the only argument; each row has about 100 bytes.
 */
public final class StreamRows {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int ROWS_PER_PAUSE = 10_000;

    private StreamRows() {}

    /**
     * Runs it. Prints one line; ends with an exception when the rows are not all there, or memory was exhausted.
     *
     * @param arguments the number of rows
     */
    public static void main(String[] arguments) {
        long count = Long.parseLong(arguments[0]);
        Vertx vertx = Vertx.vertx();
        PgClient client = PgClient.builder(vertx)
                .dsn(System.getenv("PGNATIVE_DSN"))
                .poolAcquireTimeout(Duration.ofSeconds(60))
                .build();
        try {
            long begin = System.nanoTime();
            long bytes = read(client, count);
            System.out.printf(
                    "%,d rows with %,d MB of text in %,d s; heap: %,d MB at the most, of %,d MB%n",
                    count,
                    bytes >> 20,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                    mostHeap() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        } finally {
            client.close().compose(closed -> vertx.close()).await();
        }
    }

    private static long read(PgClient client, long count) {
        String sql = "select i, repeat('x', 84) from generate_series(1, $1::bigint) i";
        long expected = 0;
        long bytes = 0;
        try (Stream<Row> stream = client.blocking().stream(sql, count)) {
            for (Iterator<Row> rows = stream.iterator(); rows.hasNext(); ) {
                Row row = rows.next();
                if (row.getLong(0) != ++expected) {
                    throw new IllegalStateException("row " + row.getLong(0) + " came in the place of " + expected);
                }
                bytes += String.valueOf(row.getString(1)).length();
                if (expected % ROWS_PER_PAUSE == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
        if (expected != count) {
            throw new IllegalStateException(expected + " rows came instead of " + count);
        }
        return bytes;
    }

    /** Peaks of the parts of the heap, which need not have come at the same time. */
    private static long mostHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
