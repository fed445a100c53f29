package io.pgnative.client;

import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a client, a connection and a transaction can all do, in the tongue of Reactor: nothing runs before somebody
 * subscribes, and each subscription runs anew. A subscriber who cancels gives the call up: a statement that was not
 * sent is dropped, one that runs is cancelled at the server. Signals come on an event loop: do not block there. What
 * the verbs mean is told by {@link PgOperations}.
 */
public interface ReactivePgOperations {

    /**
     * Runs a statement, or a script of several without arguments, and discards its rows.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the command tag and the number of affected rows
     * @see PgOperations#execute
     */
    Mono<CommandResult> execute(String sql, @Nullable Object... args);

    /**
     * Runs one statement once for each row of arguments, atomically.
     *
     * @param sql the statement
     * @param rows the arguments: arrays, lists or records, iterated once per subscription
     * @return the command tag of the last row and the number of affected rows of all
     * @see PgOperations#executeMany
     */
    Mono<CommandResult> executeMany(String sql, Iterable<?> rows);

    /**
     * See {@link PgOperations#executeMany(String, Flow.Publisher)}.
     *
     * @param sql the statement
     * @param rows the arguments
     * @return the command tag of the last row and the number of affected rows of all
     */
    Mono<CommandResult> executeMany(String sql, Publisher<?> rows);

    /**
     * See {@link PgOperations#fetchMany(String, Iterable)}.
     *
     * @param sql the statement
     * @param rows the arguments
     * @return the rows of all runs in the order of the arguments
     */
    Flux<Row> fetchMany(String sql, Iterable<?> rows);

    /**
     * See {@link PgOperations#fetchMany(Class, String, Iterable)}.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param rows the arguments
     * @param <T> the class to map to
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> Flux<T> fetchMany(Class<T> type, String sql, Iterable<?> rows);

    /**
     * See {@link PgOperations#fetch(Collector, String, Object...)}.
     *
     * @param collector such as {@link java.util.stream.Collectors#groupingBy}
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <A> what the collector gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object... args);

    /**
     * Runs a statement and collects its rows.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return all rows, in the server's order
     * @see PgOperations#fetch(String, Object...)
     */
    Flux<Row> fetch(String sql, @Nullable Object... args);

    /**
     * Runs a statement and maps each row, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return all rows, mapped
     * @see PgOperations#fetch(Class, String, Object...)
     */
    <T> Flux<T> fetch(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement for its first row.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the first row, or empty when there is none
     * @see PgOperations#fetchRow(String, Object...)
     */
    Mono<Row> fetchRow(String sql, @Nullable Object... args);

    /**
     * Runs a statement for its first row and maps it.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the first row mapped, or empty when there is none
     * @see PgOperations#fetchRow(Class, String, Object...)
     */
    <T> Mono<T> fetchRow(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement that must return exactly one row; any other number is a {@link PgDataException}.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the row
     * @see PgOperations#fetchOne(String, Object...)
     */
    Mono<Row> fetchOne(String sql, @Nullable Object... args);

    /**
     * Runs a statement that must return exactly one row and maps it; any other number is a {@link PgDataException}.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the row, mapped
     * @see PgOperations#fetchOne(Class, String, Object...)
     */
    <T> Mono<T> fetchOne(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement for the first column of its first row.
     *
     * @param type the class to read the value as
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the value; empty when there is no row or the value is NULL
     * @see PgOperations#fetchValue
     */
    <T> Mono<T> fetchValue(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Sends a notification, which those who listen to the channel get when the transaction commits; outside a
     * transaction at once. Those that are the same in one transaction are delivered once.
     *
     * @param channel its name, exactly; 1 to 63 bytes in UTF-8
     * @param payload a text, which the server limits to less than 8,000 bytes; null is the empty one
     * @return completes when it was sent
     * @throws PgMisuseException if there can be no such channel
     */
    Mono<Void> notify(String channel, @Nullable String payload);

    /**
     * Runs a statement for rows that come as they are demanded, so that memory stays flat.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the rows, in the server's order
     * @see PgOperations#stream(String, Object...)
     */
    Flux<Row> stream(String sql, @Nullable Object... args);

    /**
     * Runs a statement for rows that come as they are demanded, and maps each, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the rows, mapped; see {@link #stream(String, Object...)}
     * @see PgOperations#stream(Class, String, Object...)
     */
    <T> Flux<T> stream(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Starts a copying of data to a table, by COPY FROM STDIN.
     *
     * @param table as written in SQL: in lower case unless quoted, with its schema before a point where needed. It is
     *     read as a name, so that nothing else can be in it
     * @return the call to be refined
     * @throws PgMisuseException when it is no name
     */
    ReactivePgCopyIn copyIn(String table);

    /**
     * Starts a copying of a table, or of the result of a query, to the client, by COPY TO STDOUT.
     *
     * @param tableOrQuery a table, as of {@link #copyIn}; anything but a name is a query
     * @param args the values of {@code $1}, {@code $2}, ... of a query, which the server writes as literals
     * @return the call to be refined
     * @throws PgMisuseException when arguments are given for a table
     */
    ReactivePgCopyOut copyOut(String tableOrQuery, @Nullable Object... args);

    /**
     * Starts a call that carries more than text and arguments, such as a time limit, and ends in the same verbs.
     *
     * @param sql the statement
     * @return the call to be refined
     */
    ReactivePgQuery sql(String sql);

    /**
     * Runs work in a transaction with the server's default characteristics. Inside a transaction this is a savepoint.
     *
     * @param work what to do; it must use the transaction it is given
     * @param <T> what the work yields
     * @return the work's value, after COMMIT
     * @see #inTransaction(TransactionOptions, Function)
     */
    default <T> Mono<T> inTransaction(Function<ReactivePgTransaction, Mono<T>> work) {
        return inTransaction(TransactionOptions.defaults(), work);
    }

    /**
     * Runs work in a transaction: committed when the returned Mono completes, rolled back when it fails, is cancelled,
     * or the function throws. Inside a transaction this is a savepoint, which can have no characteristics of its own.
     * The Reactor context of the subscriber is seen by the work.
     *
     * @param options isolation, access mode, retries
     * @param work what to do; it must use the transaction it is given, and is run again for each retry
     * @param <T> what the work yields
     * @return the work's value, after COMMIT
     */
    <T> Mono<T> inTransaction(TransactionOptions options, Function<ReactivePgTransaction, Mono<T>> work);
}
