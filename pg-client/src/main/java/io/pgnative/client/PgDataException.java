package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be taken or given as asked: an argument that does not fit its parameter, a column that cannot be read
 * as the class, a row count that was not expected. The connection is unharmed.
 */
public final class PgDataException extends PgException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause why, if something else is behind it
     */
    public PgDataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     */
    public PgDataException(String message) {
        super(message, null);
    }
}
