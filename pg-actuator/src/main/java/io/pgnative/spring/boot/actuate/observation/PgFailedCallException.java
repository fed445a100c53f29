package io.pgnative.spring.boot.actuate.observation;

import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;

/**
 * The failure of a call as observations are told it: the class and the SQLSTATE of what the caller was told, without
 * its message, which may quote values and statements. Never thrown.
 */
public final class PgFailedCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PgFailedCallException(String message) {
        super(message, null, false, false);
    }

    static PgFailedCallException of(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return new PgFailedCallException(
                failure instanceof PgServerException error
                        ? (name + " " + error.sqlState() + " " + SqlState.conditionName(error.sqlState())).strip()
                        : name);
    }
}
