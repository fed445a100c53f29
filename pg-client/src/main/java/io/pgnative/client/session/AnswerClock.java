package io.pgnative.client.session;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells how long the server works on what is in flight. The network's share is left out: the server can have begun with
 * an exchange when its predecessor was answered, and when the exchange itself had arrived, which is judged by the
 * shortest round trip that this connection has seen.
 */
final class AnswerClock {

    /** What runs longer may run for long, whatever was known of it. */
    private static final long LONG_RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private long roundTripNanos = Long.MAX_VALUE;
    private long answeredNanos;
    private int inFlight;
    /** How many of those in flight are not known to be fast. */
    private int unknown;
    /** Whether the caller of one of those in flight has given up. */
    private boolean isGivenUp;

    private boolean isInTransaction;

    /** An exchange has been written. */
    void sent(Exchange exchange, long nowNanos) {
        exchange.sentNanos = nowNanos;
        Request<?> request = exchange.request();
        if (request != null && request.startedNanos == 0) {
            request.startedNanos = nowNanos;
        }
        inFlight++;
        exchange.isKnownFast = exchange.isFast();
        if (!exchange.isKnownFast) {
            unknown++;
        }
    }

    /**
     * ReadyForQuery has come for an exchange.
     *
     * @param exchange the oldest in flight
     * @param isOutside whether no transaction is open now; a statement in one leaves the commit to another, so that its
     *     time tells little
     */
    void answered(Exchange exchange, boolean isOutside, long nowNanos) {
        isInTransaction = !isOutside;
        roundTripNanos = Math.min(roundTripNanos, nowNanos - exchange.sentNanos);
        if (!exchange.isKnownFast) {
            unknown--;
        }
        if (--inFlight == 0) {
            isGivenUp = false;
        }
        if (isOutside) {
            exchange.took(nowNanos - begunNanos(exchange));
        }
        answeredNanos = nowNanos;
    }

    /** The caller of something in flight has given up, which can be cancelled only while nothing wanted follows. */
    void givenUp() {
        isGivenUp = inFlight > 0;
    }

    /**
     * Whether something is in flight, outside a transaction, and all of it will be over soon.
     *
     * @param head the oldest in flight
     */
    boolean isPrompt(@Nullable Exchange head, long nowNanos) {
        return head != null
                && unknown == 0
                && !isGivenUp
                && !isInTransaction
                && nowNanos - begunNanos(head) < LONG_RUN_NANOS;
    }

    /** When the server can have begun; before the first answer the time of sending. */
    private long begunNanos(Exchange exchange) {
        if (roundTripNanos == Long.MAX_VALUE) {
            return exchange.sentNanos;
        }
        long arrivedNanos = exchange.sentNanos + roundTripNanos;
        return arrivedNanos - answeredNanos > 0 ? arrivedNanos : answeredNanos;
    }
}
