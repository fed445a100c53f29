package io.pgnative.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The callers of one measurement, started and stopped together. */
final class Meter {

    private final List<Caller> callers;
    private final long operationsPerCaller;
    private final CountDownLatch running;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile boolean stopped;

    /**
     * Makes the callers.
     *
     * @param workload what they run
     * @param callers how many
     * @param operationsPerCaller after how many calls a caller ends by itself
     */
    Meter(Workload workload, int callers, long operationsPerCaller) {
        // Spread over the keys, so that callers do not march through the same rows.
        this.callers = IntStream.range(0, callers)
                .mapToObj(i -> new Caller(this, workload, i * 1_000L))
                .toList();
        this.operationsPerCaller = operationsPerCaller;
        this.running = new CountDownLatch(callers);
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
        if (!running.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(running.getCount() + " callers are still waiting for a result after 30 s");
        }
        run(Duration.ZERO);
    }
}
