package io.pgnative.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** The callers of one measurement, started and stopped together, and the time that their calls took. */
final class Meter {

    /** Longer calls count as this long: the histogram's upper end. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

    private final List<Caller> callers;
    private final long operationsPerCaller;
    private final double rate;
    private final LongUnaryOperator keys;
    private final long begin = System.nanoTime();
    private final Recorder latencies = new Recorder(LONGEST_NANOS, 3);
    private final CountDownLatch running;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile boolean stopped;

    private Meter(Workload workload, int callers, long operationsPerCaller, double rate, LongUnaryOperator keys) {
        this.callers = IntStream.range(0, callers)
                .mapToObj(i -> new Caller(this, workload, i))
                .toList();
        this.operationsPerCaller = operationsPerCaller;
        this.rate = rate;
        this.keys = keys;
        this.running = new CountDownLatch(callers);
    }

    /**
     * Makes callers that run until they are stopped.
     *
     * @param workload what they run
     * @param callers how many
     * @param rate calls per second of all callers together; 0: each call follows the one before
     * @return the callers' meter
     */
    static Meter endless(Workload workload, int callers, double rate) {
        return new Meter(workload, callers, Long.MAX_VALUE, rate, workload::key);
    }

    /**
     * Makes callers that run until they are stopped, each call with the same key.
     *
     * @param workload what they run
     * @param callers how many
     * @param key of all calls
     * @return the callers' meter
     */
    static Meter endlessWithKey(Workload workload, int callers, long key) {
        return new Meter(workload, callers, Long.MAX_VALUE, 0, turn -> key);
    }

    /**
     * Makes a caller that ends by itself.
     *
     * @param workload what it runs
     * @param operations after how many calls it ends
     * @return the caller's meter
     */
    static Meter counted(Workload workload, long operations) {
        return new Meter(workload, 1, operations, 0, workload::key);
    }

    /**
     * Makes a caller that ends by itself and runs calls as small as is enough to check a client.
     *
     * @param workload what it runs
     * @param operations after how many calls it ends
     * @return the caller's meter
     */
    static Meter check(Workload workload, long operations) {
        return new Meter(workload, 1, operations, 0, workload::keyToCheck);
    }

    long key(int caller, long done) {
        // Spread over the keys, so that callers do not march through the same rows.
        return keys.applyAsLong(caller * 1_003L + done);
    }

    boolean isPaced() {
        return rate > 0;
    }

    /** When a call begins: now, or when it is due. A late call's latency is told from when it was due. */
    long start(int caller, long done) {
        return isPaced() ? begin + (long) ((done * callers.size() + caller) * 1e9 / rate) : System.nanoTime();
    }

    void record(long nanos) {
        latencies.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
    }

    /**
     * The latencies since the last call of this method, in nanoseconds.
     *
     * @return a histogram of its own
     */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }

    List<Caller> callers() {
        return callers;
    }

    long operations() {
        return callers.stream().mapToLong(Caller::operations).sum();
    }

    LongStream checksums() {
        return callers.stream().mapToLong(Caller::lastChecksum);
    }

    boolean wants(long done) {
        return !stopped && done < operationsPerCaller;
    }

    void callerEnded() {
        running.countDown();
    }

    void fail(Throwable cause) {
        stopped = true;
        failure.completeExceptionally(cause);
    }

    /**
     * Lets the callers run for a while.
     *
     * @param window how long
     * @throws IllegalStateException as soon as a call fails
     * @throws InterruptedException if this thread is interrupted
     */
    void run(Duration window) throws InterruptedException {
        try {
            failure.get(window.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return; // the window went by without a failure
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e.getCause());
        }
    }

    /**
     * Asks the callers to end and waits until their last calls have.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    void stop() throws InterruptedException {
        stopped = true;
        awaitEnd();
    }

    /**
     * Waits until all callers have ended.
     *
     * @throws IllegalStateException if a call failed, or they do not end
     * @throws InterruptedException if this thread is interrupted
     */
    void awaitEnd() throws InterruptedException {
        for (long second = 0; !running.await(1, TimeUnit.SECONDS); second++) {
            run(Duration.ZERO);
            if (second == LONGEST_NANOS / 1_000_000_000) {
                throw new IllegalStateException(running.getCount() + " callers wait for a result for too long");
            }
        }
        run(Duration.ZERO);
    }
}
