package io.pgnative.benchmarks.jmh;

import io.pgnative.client.PgOptions;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.pool.Lease;
import io.pgnative.client.pool.PendingLease;
import io.pgnative.client.pool.Pool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The pool alone: it hands on connections that lead nowhere, on the thread that gives them back, so that no socket and
 * no change of threads is in the numbers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PoolBenchmark {

    private static final int CONNECTIONS = 10;
    private static final int WAITING = 100;

    private final VertxInternal vertx = (VertxInternal) Vertx.vertx();
    /** With a context of the caller's, a connection is handed over by whoever gives it back, wherever he is. */
    private final ContextInternal context = vertx.createEventLoopContext();

    private final Pool pool = new Pool(
            vertx,
            new PgOptions.Pool(
                    "benchmark",
                    CONNECTIONS,
                    0,
                    2 * WAITING,
                    Duration.ofDays(1),
                    Duration.ZERO,
                    Duration.ZERO,
                    0,
                    0,
                    1,
                    Duration.ofDays(1),
                    Duration.ofSeconds(5),
                    ResetPolicy.NONE,
                    Duration.ZERO),
            new IdleSessions());

    /** A pool that is used up, and those who wait. */
    @State(Scope.Thread)
    public static class Queue {
        private final Deque<PendingLease> holding = new ArrayDeque<>();

        /**
         * Takes all connections, and asks for more.
         *
         * @param benchmark whose pool
         */
        @Setup(Level.Iteration)
        public void fill(PoolBenchmark benchmark) {
            for (int i = 0; i < CONNECTIONS + WAITING; i++) {
                holding.add(benchmark.pool.acquire(benchmark.context));
            }
        }

        /** Gives all connections back. */
        @TearDown(Level.Iteration)
        public void empty() {
            holding.forEach(pending -> taken(pending).release(false));
            holding.clear();
        }
    }

    /** Opens all connections, which rest in the pool then. */
    @Setup
    public void open() {
        Deque<PendingLease> all = new ArrayDeque<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(pool.acquire(context));
        }
        all.forEach(pending -> await(pending.future()));
        all.forEach(pending -> taken(pending).release(false));
    }

    /** Ends the event loops. */
    @TearDown
    public void close() {
        await(pool.close(Duration.ZERO));
        await(vertx.close());
    }

    /**
     * Takes an idle connection and gives it back.
     *
     * @return done
     */
    @Benchmark
    public Future<Void> idle() {
        return taken(pool.acquire(context)).release(false);
    }

    /**
     * Gives a connection back, which goes to the first of a hundred who wait, and asks for another.
     *
     * @param queue those who wait
     * @return who was asked for a connection last
     */
    @Benchmark
    public PendingLease handOver(Queue queue) {
        taken(queue.holding.remove()).release(false);
        PendingLease last = pool.acquire(context);
        queue.holding.add(last);
        return last;
    }

    private static Lease taken(PendingLease pending) {
        Future<Lease> future = pending.future();
        if (!future.succeeded()) {
            throw new IllegalStateException("there is no connection yet", future.cause());
        }
        return future.result();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
