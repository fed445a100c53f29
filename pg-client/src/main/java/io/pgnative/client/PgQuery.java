package io.pgnative.client;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call in the making; immutable, each refinement is a new one. The verbs are those of {@link PgOperations}. */
public interface PgQuery {

    /**
     * Sets the arguments.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the refined call
     */
    PgQuery args(@Nullable Object... args);

    /**
     * Limits the whole call: waiting for a connection, preparing, running and reading. On expiry the future fails with
     * a {@link PgTimeoutException} at once and the statement is cancelled at the server. Default: the client's query
     * timeout.
     *
     * @param timeout more than zero
     * @return the refined call
     */
    PgQuery timeout(Duration timeout);

    /**
     * See {@link PgOperations#execute}.
     *
     * @return the command's result
     */
    Future<CommandResult> execute();

    /**
     * See {@link PgOperations#executeMany}.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Future<CommandResult> executeMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#fetch(String, Object...)}.
     *
     * @return all rows
     */
    Future<Rows> fetch();

    /**
     * See {@link PgOperations#fetch(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param <T> the same
     * @return all rows, mapped
     */
    <T> Future<List<T>> fetch(Class<T> type);

    /**
     * See {@link PgOperations#fetchRow(String, Object...)}.
     *
     * @return the first row
     */
    Future<Optional<Row>> fetchRow();

    /**
     * See {@link PgOperations#fetchRow(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param <T> the same
     * @return the first row, mapped
     */
    <T> Future<Optional<T>> fetchRow(Class<T> type);

    /**
     * See {@link PgOperations#fetchOne(String, Object...)}.
     *
     * @return the only row
     */
    Future<Row> fetchOne();

    /**
     * See {@link PgOperations#fetchOne(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param <T> the same
     * @return the only row, mapped
     */
    <T> Future<T> fetchOne(Class<T> type);

    /**
     * See {@link PgOperations#fetchValue}.
     *
     * @param type class to read
     * @param <T> the same
     * @return the value
     */
    <T> Future<Optional<T>> fetchValue(Class<T> type);
}
