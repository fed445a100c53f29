package io.pgnative.spring.boot.actuate.metrics;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgTimeoutException;
import org.jspecify.annotations.Nullable;

/** How a statement ended. */
enum Outcome {
    SUCCESS,
    /** The server, or the client, has refused it. */
    ERROR,
    TIMEOUT,
    CANCELLED,
    /** The connection was lost under it. */
    LOST;

    static Outcome of(@Nullable Throwable failure) {
        if (failure == null) {
            return SUCCESS;
        }
        if (failure instanceof PgTimeoutException) {
            return TIMEOUT;
        }
        if (failure instanceof PgCancelledException) {
            return CANCELLED;
        }
        return failure instanceof PgConnectionLostException ? LOST : ERROR;
    }
}
