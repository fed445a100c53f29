package io.pgnative.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a client comes to listen again after its connection for listeners was lost: with a pause before each attempt that
 * grows from one to the next, and for how long. Immutable.
 *
 * <pre>{@code
 * builder.listenRecovery(ListenRecovery.DEFAULT.delay(Duration.ofSeconds(1)).maxRetries(20))
 * }</pre>
 *
 * <p>The numbers mean what those of Spring's back-off do. They are checked by the builder of the client. Who begins to
 * listen during a pause waits for its end.
 *
 * @param maxRetries how many attempts in a row may fail; then the listeners end, with
 *     {@link NotificationListener#onFailed}. 0 ends them with the loss, {@link #UNLIMITED} never
 * @param delay the pause before the first attempt, and the shortest of all; 1 ms or more
 * @param multiplier by how much the pause, and the jitter with it, grow from one attempt to the next; 1 or more
 * @param maxDelay the longest pause; {@code delay} or more
 * @param jitter by how much the first pause is longer or shorter at random, within {@code delay} and {@code maxDelay},
 *     so that many clients do not try at the same moment; zero or more
 */
public record ListenRecovery(long maxRetries, Duration delay, double multiplier, Duration maxDelay, Duration jitter) {

    /** The {@code maxRetries} that are never used up. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Tries without end: after 100 ms at first, then twice as long each time, 5 s at the most, give or take a half. */
    public static final ListenRecovery DEFAULT =
            new ListenRecovery(UNLIMITED, Duration.ofMillis(100), 2, Duration.ofSeconds(5), Duration.ofMillis(50));

    /**
     * Sets how many attempts in a row may fail.
     *
     * @param retries 0 or more; {@link #UNLIMITED} is the default
     * @return another recovery
     */
    public ListenRecovery maxRetries(long retries) {
        return new ListenRecovery(retries, delay, multiplier, maxDelay, jitter);
    }

    /**
     * Sets the pause before the first attempt.
     *
     * @param pause 1 ms or more; default 100 ms
     * @return another recovery
     */
    public ListenRecovery delay(Duration pause) {
        return new ListenRecovery(maxRetries, pause, multiplier, maxDelay, jitter);
    }

    /**
     * Sets by how much the pause grows.
     *
     * @param factor 1 or more; default 2
     * @return another recovery
     */
    public ListenRecovery multiplier(double factor) {
        return new ListenRecovery(maxRetries, delay, factor, maxDelay, jitter);
    }

    /**
     * Sets the longest pause.
     *
     * @param pause the delay or more; default 5 s
     * @return another recovery
     */
    public ListenRecovery maxDelay(Duration pause) {
        return new ListenRecovery(maxRetries, delay, multiplier, pause, jitter);
    }

    /**
     * Sets by how much the first pause differs at random.
     *
     * @param difference zero or more; default 50 ms
     * @return another recovery
     */
    public ListenRecovery jitter(Duration difference) {
        return new ListenRecovery(maxRetries, delay, multiplier, maxDelay, difference);
    }

    /**
     * Whether there is to be one more attempt.
     *
     * @param failed how many have failed in a row
     * @return false when the retries are used up
     */
    public boolean isAllowed(long failed) {
        return failed < maxRetries;
    }

    /**
     * How long to wait before the next attempt, at random within the jitter.
     *
     * @param failed how many attempts have failed in a row; 0 before the first
     * @return the {@code delay} to {@code maxDelay}
     */
    public Duration pauseAfter(long failed) {
        double shortest = delay.toNanos();
        double longest = maxDelay.toNanos();
        double growth = Math.pow(multiplier, (double) failed);
        double pause = Math.min(longest, shortest * growth);
        double difference = jitter.toNanos() * (pause / shortest);
        double from = Math.max(shortest, pause - difference);
        double to = Math.min(longest, pause + difference);
        return Duration.ofNanos(
                (long) (from + (to - from) * ThreadLocalRandom.current().nextDouble()));
    }
}
