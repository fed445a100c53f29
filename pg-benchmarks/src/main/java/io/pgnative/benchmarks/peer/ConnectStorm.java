package io.pgnative.benchmarks.peer;

import io.netty.util.concurrent.EventExecutor;
import io.pgnative.client.PgConnection;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Our client, opening all connections of a pool at once, while a task on each event loop wants to run every
 * millisecond. How late it runs is how long the loop was held, be it by this client or by a busy machine; the CPU time
 * that the loop's thread used between two runs is this client's part.
 */
public final class ConnectStorm {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int PATIENCE_SECONDS = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ConnectStorm() {}

    /**
     * What a storm took.
     *
     * @param nanos until all connections were open; 0 if none were opened
     * @param heldNanos the latest that a task on an event loop ran
     * @param heldCpuNanos the most CPU time that an event loop's thread used between two runs of its task
     */
    public record Outcome(long nanos, long heldNanos, long heldCpuNanos) {}

    /**
     * Opens connections.
     *
     * @param options how many, and where
     * @return what it took
     * @throws InterruptedException if this thread is interrupted
     */
    public static Outcome run(PeerOptions options) throws InterruptedException {
        PgNativePool pool = PgNativePool.open(options);
        try {
            List<Probe> probes = probes(pool);
            long begin = System.nanoTime();
            List<Future<PgConnection>> opening = IntStream.range(0, options.connections())
                    .mapToObj(i -> pool.pg().acquire())
                    .toList();
            VertxCallers.await(Future.all(opening));
            long nanos = System.nanoTime() - begin;
            Outcome outcome = end(nanos, probes);
            opening.forEach(each -> VertxCallers.await(each.result().close()));
            return outcome;
        } finally {
            pool.close();
        }
    }

    /**
     * Opens nothing, to tell how late tasks run on this machine.
     *
     * @param options of the event loops
     * @param time how long
     * @return with zero nanoseconds
     * @throws InterruptedException if this thread is interrupted
     */
    public static Outcome idle(PeerOptions options, Duration time) throws InterruptedException {
        PgNativePool pool = PgNativePool.open(options);
        try {
            List<Probe> probes = probes(pool);
            // No probe ends by itself: this only passes the time, unless one fails.
            await(
                    CompletableFuture.anyOf(
                            probes.stream().map(probe -> probe.held).toArray(CompletableFuture[]::new)),
                    time);
            return end(0, probes);
        } finally {
            pool.close();
        }
    }

    private static List<Probe> probes(PgNativePool pool) throws InterruptedException {
        List<Probe> probes = new ArrayList<>();
        for (EventExecutor loop : ((VertxInternal) pool.callers().vertx()).nettyEventLoopGroup()) {
            probes.add(new Probe(loop));
        }
        for (Probe probe : probes) {
            probe.start();
        }
        return probes;
    }

    private static Outcome end(long nanos, List<Probe> probes) throws InterruptedException {
        long held = 0;
        long heldCpu = 0;
        for (Probe probe : probes) {
            probe.ending = true;
            held = Math.max(held, get(probe.held));
            heldCpu = Math.max(heldCpu, probe.mostCpu);
        }
        return new Outcome(nanos, held, heldCpu);
    }

    private static void await(CompletableFuture<?> failure, Duration time) throws InterruptedException {
        try {
            failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return; // the time went by
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe failed", e.getCause());
        }
    }

    private static <T> T get(java.util.concurrent.Future<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("an event loop is held for more than " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Runs again and again on a loop; until {@code held} is told it is used there only. */
    private static final class Probe implements Runnable {

        private final EventExecutor loop;
        private final CompletableFuture<Long> held = new CompletableFuture<>();
        private volatile boolean ending;
        private long due;
        private long latest;
        private long cpu;
        private long mostCpu;

        Probe(EventExecutor loop) {
            this.loop = loop;
        }

        /** Returns once it runs, so that starting the loop's thread does not count. */
        void start() throws InterruptedException {
            get(loop.submit(() -> {
                cpu = THREADS.getCurrentThreadCpuTime();
                schedule();
            }));
        }

        private void schedule() {
            due = System.nanoTime() + PERIOD_NANOS;
            loop.schedule(this, PERIOD_NANOS, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            latest = Math.max(latest, System.nanoTime() - due);
            long cpuBefore = cpu;
            cpu = THREADS.getCurrentThreadCpuTime();
            mostCpu = Math.max(mostCpu, cpu - cpuBefore);
            if (ending) {
                held.complete(latest);
            } else {
                schedule();
            }
        }
    }
}
