package io.pgnative.client.pool;

import io.netty.util.concurrent.EventExecutor;
import io.pgnative.client.PgClientListener;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures from time to time how late each event loop runs a task that is due. */
final class LagSampler {

    private final PgClientListener told;
    private final long intervalNanos;
    private final List<Sample> samples = new ArrayList<>();
    private volatile boolean isStopped;

    /**
     * Makes one.
     *
     * @param vertx whose loops are measured
     * @param told of each measurement, on the loop
     * @param intervalNanos between two of a loop
     */
    LagSampler(VertxInternal vertx, PgClientListener told, long intervalNanos) {
        this.told = told;
        this.intervalNanos = intervalNanos;
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            samples.add(new Sample(loop));
        }
    }

    void start() {
        samples.forEach(Sample::schedule);
    }

    void stop() {
        isStopped = true;
        samples.forEach(Sample::cancel);
    }

    private final class Sample implements Runnable {

        private final EventExecutor loop;
        private long dueNanos;
        private volatile @Nullable Future<?> timer;

        Sample(EventExecutor loop) {
            this.loop = loop;
        }

        void schedule() {
            if (isStopped) {
                return;
            }
            dueNanos = System.nanoTime() + intervalNanos;
            try {
                timer = loop.schedule(this, intervalNanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                // The loop has gone with its Vert.x instance.
                return;
            }
            if (isStopped) {
                cancel();
            }
        }

        void cancel() {
            Future<?> current = timer;
            if (current != null) {
                current.cancel(false);
            }
        }

        @Override
        public void run() {
            if (!isStopped) {
                told.eventLoopLagged(Math.max(0, System.nanoTime() - dueNanos));
                schedule();
            }
        }
    }
}
