package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * The API was used in a way that cannot work: a connection after it was given back, the blocking face on an event loop,
 * a client after its end.
 */
public final class PgMisuseException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgMisuseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgMisuseException(String message) {
        super(message, null);
    }
}
