package io.pgnative.client.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long the server takes for one statement, learned from its runs: a moving average, and the worst of the recent
 * ones, which is forgotten slowly so that one run in fifty that waits for something is remembered from one to the next.
 */
final class Pace {

    private static final int RUNS_TO_KNOW = 8;
    private static final int AVERAGE_SHIFT = 3;
    private static final int WORST_SHIFT = 5;
    private static final long FAST_AVERAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FAST_WORST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private int runs;
    private long averageNanos;
    private long worstNanos;
    private long count;
    private long sumNanos;

    void ran(long nanos) {
        count++;
        sumNanos += nanos;
        if (runs < RUNS_TO_KNOW) {
            runs++;
        }
        averageNanos += (nanos - averageNanos) >> AVERAGE_SHIFT;
        worstNanos = Math.max(nanos, worstNanos - (worstNanos >> WORST_SHIFT));
    }

    /** How many runs were timed. */
    long count() {
        return count;
    }

    /** Of all runs; zero if there were none. */
    Duration mean() {
        return count == 0 ? Duration.ZERO : Duration.ofNanos(sumNanos / count);
    }

    /** Whether it is known that a run takes well below a millisecond, and has not taken long lately. */
    boolean isFast() {
        return runs == RUNS_TO_KNOW && averageNanos < FAST_AVERAGE_NANOS && worstNanos < FAST_WORST_NANOS;
    }
}
