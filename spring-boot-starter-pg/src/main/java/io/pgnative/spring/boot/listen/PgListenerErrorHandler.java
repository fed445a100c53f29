package io.pgnative.spring.boot.listen;

/**
 * Told of what {@link PgListener} and {@link PgListenerGap} methods fail with, of payloads that cannot be read, and of
 * listeners that have given up to listen. One bean of this type takes the place of the default, which logs.
 */
@FunctionalInterface
public interface PgListenerErrorHandler {

    /**
     * A method has thrown, or what it returned has failed, or nothing more will come. Called where methods are, on a
     * thread that may wait; the next notification waits until this has returned. What it throws is logged.
     *
     * @param failure what was handled, and why that failed; or the end
     */
    void handle(PgListenerFailure failure);

    /**
     * The default: logs listener, channel and cause as an error, never the payload; of a listener that fails often one
     * failure in a second, and how many there were. The end of a listener is logged always.
     *
     * @return a handler
     */
    static PgListenerErrorHandler logging() {
        return new LoggingErrorHandler();
    }
}
