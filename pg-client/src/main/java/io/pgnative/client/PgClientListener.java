package io.pgnative.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears how a client fares, for meters: numbers only, so that hearing them makes no garbage. Registered with
 * {@link PgClient#addListener}.
 *
 * <p>Called where it happens, on event loops and on threads of callers, several at a time: it must not block. What it
 * throws is logged, at most once a second, and does no harm. Each method does nothing unless it is overridden.
 */
public interface PgClientListener {

    /**
     * A call has got a connection.
     *
     * @param waitNanos how long it waited; 0 if one was free
     */
    default void connectionAcquired(long waitNanos) {}

    /**
     * A call has waited for a connection in vain.
     *
     * @param waitNanos how long
     */
    default void acquireTimedOut(long waitNanos) {}

    /**
     * A connection is back from its user, or has ended in use.
     *
     * @param usageNanos for how long it was not idle; the statements that it carries at the same time count as one use
     */
    default void connectionReleased(long usageNanos) {}

    /**
     * A connection was opened.
     *
     * @param nanos how long that took: names, TCP, TLS and login
     */
    default void connectionOpened(long nanos) {}

    /**
     * A connection could not be opened.
     *
     * @param nanos after how long
     * @param failure why
     */
    default void connectionOpenFailed(long nanos, Throwable failure) {}

    /**
     * Something that ran on a connection has ended; the same that {@link QueryEvent} tells of.
     *
     * @param operation what it was
     * @param elapsedNanos see {@link QueryEvent#elapsedNanos}
     * @param rows how many rows were returned or affected; 0 if it failed
     * @param failure what the caller was told; null if it succeeded
     */
    default void ended(QueryEvent.Operation operation, long elapsedNanos, long rows, @Nullable Throwable failure) {}

    /**
     * How often it is measured whether the event loops are late. Asked once, at the registration.
     *
     * @return the interval; zero, the default, is never
     */
    default Duration eventLoopLagInterval() {
        return Duration.ZERO;
    }

    /**
     * An event loop has run a task that was due.
     *
     * @param nanos how late it was
     */
    default void eventLoopLagged(long nanos) {}

    /** The client is closed: nothing else will be heard. */
    default void closed() {}
}
