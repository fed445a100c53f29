package io.pgnative.spring.boot.exception;

import io.pgnative.client.PgException;
import org.springframework.dao.UncategorizedDataAccessException;

/** A failure of the database or the client that Spring has no exception for. Its cause tells which. */
public class UncategorizedPgException extends UncategorizedDataAccessException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the client failed with
     */
    public UncategorizedPgException(String message, PgException cause) {
        super(message, cause);
    }
}
