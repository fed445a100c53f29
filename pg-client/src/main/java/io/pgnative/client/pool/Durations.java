package io.pgnative.client.pool;

import java.time.Duration;

/** Durations as the pool counts and tells them. */
final class Durations {

    /** Far enough to be for ever, near enough that the difference of two points in time cannot overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    static long nanos(Duration duration) {
        return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
    }

    static String text(Duration duration) {
        return duration.toMillisPart() == 0 && duration.toNanosPart() == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
