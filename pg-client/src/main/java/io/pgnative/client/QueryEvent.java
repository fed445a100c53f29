package io.pgnative.client;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that ran on a connection, told after its end, whether it succeeded or failed: each query, script, batch and
 * prepared run, cursors, COPY, LISTEN and the commands of transactions; not what the client asks the catalog by itself.
 * Calls that no connection took, since they were refused or waited too long in the pool, are not told.
 *
 * @param operation what it was
 * @param sql its text, in full
 * @param startNanos when the first of it was sent, on the clock of {@link System#nanoTime()}; for what needed not be
 *     sent, when it ended
 * @param elapsedNanos from then until the server was ready, the preparing of its statement included, or until the
 *     caller's time limit
 * @param batchSize the rows of arguments of a batch as far as they were sent; 1 for anything else
 * @param rows how many rows were returned or affected, as the server counts them; 0 if it failed
 * @param tag the command tag, such as {@code INSERT 0 1}; empty if there was none
 * @param failure what the caller was told; null if it succeeded
 * @param arguments the values of {@code $1}, {@code $2}, ...; empty unless {@link PgClientBuilder#logParameters} asks
 *     for them, and for batches
 * @param processId of the backend
 * @param host the server, as configured
 * @param port its port
 * @param database the database
 */
public record QueryEvent(
        Operation operation,
        String sql,
        long startNanos,
        long elapsedNanos,
        long batchSize,
        long rows,
        String tag,
        @Nullable Throwable failure,
        List<@Nullable Object> arguments,
        int processId,
        String host,
        int port,
        String database) {

    /** What runs on a connection. */
    public enum Operation {
        /** One statement with the extended protocol. */
        QUERY,
        /** Statements without arguments, with the simple protocol; savepoints, too. */
        SCRIPT,
        /** One statement with many rows of arguments. */
        BATCH,
        /** The preparing of a statement that the caller holds. */
        PREPARE,
        /** Rows that a stream or a cursor asked for. */
        FETCH,
        /** COPY from the client. */
        COPY_IN,
        /** COPY to the client. */
        COPY_OUT,
        /** The begin of a transaction. It is sent with the next statement and takes no time of its own. */
        BEGIN,
        /** The end of a transaction, which is not sent if nothing was sent in it. */
        COMMIT,
        /** The end of a transaction, which is not sent if nothing was sent in it. */
        ROLLBACK,
        /** LISTEN. */
        LISTEN
    }

    /** Makes one. */
    public QueryEvent {
        arguments = Collections.unmodifiableList(arguments);
    }

    /**
     * How long it took.
     *
     * @return {@link #elapsedNanos}
     */
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    /**
     * The event without arguments.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "QueryEvent[operation=" + operation + ", sql=" + sql + ", elapsed=" + elapsed() + ", rows=" + rows
                + ", tag=" + tag + ", failed=" + (failure != null) + ", processId=" + processId + "]";
    }
}
