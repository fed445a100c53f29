package io.pgnative.client.pool;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Durations as the pool counts and tells them. */
final class Durations {

    /** Far enough to be for ever, near enough that the difference of two points in time cannot overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    static long nanos(Duration duration) {
        return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
    }

    /** A life that is shorter by a random part of up to {@code jitter}, 0 to 1; 0 is for ever. */
    static long jittered(long nanos, double jitter) {
        double part = jitter * ThreadLocalRandom.current().nextDouble();
        return nanos == 0 ? 0 : Math.max(1, (long) (nanos * (1 - part)));
    }

    static String text(Duration duration) {
        return duration.toMillisPart() == 0 && duration.toNanosPart() == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
