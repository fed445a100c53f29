package io.pgnative.spring.boot.listen;

/**
 * Told of what {@link PgListener} and {@link PgListenerGap} methods fail with, and of payloads that cannot be read. One
 * bean of this type takes the place of the default, which logs.
 */
@FunctionalInterface
public interface PgListenerErrorHandler {

    /**
     * A method has thrown, or what it returned has failed. Called where methods are, on a thread that may wait; the
     * next notification waits until this has returned. What it throws is logged.
     *
     * @param failure what was handled, and why that failed
     */
    void handle(PgListenerFailure failure);

    /**
     * The default: logs listener, channel and cause as an error, never the payload; of a listener that fails often one
     * failure in a second, and how many there were.
     *
     * @return a handler
     */
    static PgListenerErrorHandler logging() {
        return new LoggingErrorHandler();
    }
}
