package io.pgnative.client.session;

/**
 * A point in time after which requests must not run, beside the deadlines of their own.
 *
 * @param deadlineNanos on the clock of {@link System#nanoTime()}
 * @param subject what has the limit, for messages, such as "the transaction with a timeout of 5 s"
 */
public record TimeLimit(long deadlineNanos, String subject) {

    /**
     * Whether there is no time left.
     *
     * @return true from then on
     */
    public boolean isOver() {
        return deadlineNanos - System.nanoTime() <= 0;
    }

    /** The earlier one of this and another deadline. */
    long earlier(long otherNanos) {
        return otherNanos == Request.NO_DEADLINE || deadlineNanos - otherNanos < 0 ? deadlineNanos : otherNanos;
    }
}
