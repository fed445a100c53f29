package io.pgnative.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client, a connection and a transaction can all do, for threads that may wait, virtual ones above all. On an
 * event loop, or a thread that Reactor does not want blocked, each call is refused with a {@link PgMisuseException}. A
 * thread that is interrupted while it waits gives the call up: a {@link PgCancelledException} is thrown, with the
 * interrupt status set again. What the verbs mean is told by {@link PgOperations}; failures are thrown as
 * {@link PgException}, with the caller's stack trace.
 */
public interface BlockingPgOperations {

    /**
     * Runs a statement, or a script of several without arguments, and discards its rows.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the command tag and the number of affected rows
     * @see PgOperations#execute
     */
    CommandResult execute(String sql, @Nullable Object... args);

    /**
     * Runs one statement once for each row of arguments, atomically.
     *
     * @param sql the statement
     * @param rows the arguments: arrays, lists or records, iterated once
     * @return the command tag of the last row and the number of affected rows of all
     * @see PgOperations#executeMany
     */
    CommandResult executeMany(String sql, Iterable<?> rows);

    /**
     * See {@link PgOperations#executeMany(String, Flow.Publisher)}.
     *
     * @param sql the statement
     * @param rows the arguments
     * @return the command tag of the last row and the number of affected rows of all
     */
    CommandResult executeMany(String sql, Flow.Publisher<?> rows);

    /**
     * See {@link PgOperations#fetchMany(String, Iterable)}.
     *
     * @param sql the statement
     * @param rows the arguments
     * @return the rows of all runs in the order of the arguments
     */
    Rows fetchMany(String sql, Iterable<?> rows);

    /**
     * See {@link PgOperations#fetchMany(Class, String, Iterable)}.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param rows the arguments
     * @param <T> the class to map to
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> List<T> fetchMany(Class<T> type, String sql, Iterable<?> rows);

    /**
     * See {@link PgOperations#fetch(Collector, String, Object...)}; here it runs on the calling thread.
     *
     * @param collector such as {@link java.util.stream.Collectors#groupingBy}
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <A> what the collector gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> R fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object... args);

    /**
     * Runs a statement and collects its rows.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return all rows, in the server's order
     * @see PgOperations#fetch(String, Object...)
     */
    Rows fetch(String sql, @Nullable Object... args);

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
    <T> List<T> fetch(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement for its first row.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the first row, or empty when there is none
     * @see PgOperations#fetchRow(String, Object...)
     */
    Optional<Row> fetchRow(String sql, @Nullable Object... args);

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
    <T> Optional<T> fetchRow(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement that must return exactly one row; any other number is a {@link PgDataException}.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the row
     * @see PgOperations#fetchOne(String, Object...)
     */
    Row fetchOne(String sql, @Nullable Object... args);

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
    <T> T fetchOne(Class<T> type, String sql, @Nullable Object... args);

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
    <T> Optional<T> fetchValue(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Sends a notification, which those who listen to the channel get when the transaction commits; outside a
     * transaction at once. Those that are the same in one transaction are delivered once.
     *
     * @param channel its name, exactly; 1 to 63 bytes in UTF-8
     * @param payload a text, which the server limits to less than 8,000 bytes; null is the empty one
     * @throws PgMisuseException if there can be no such channel
     */
    void notify(String channel, @Nullable String payload);

    /**
     * Runs a statement for rows that come as they are taken, so that memory stays flat. The thread that takes the rows
     * waits for them; time limits do not count what it does in between.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return a sequential stream that must be closed, best by try-with-resources. The statement is sent when the first
     *     row is asked for; closing early frees the connection
     * @see PgOperations#stream(String, Object...)
     */
    Stream<Row> stream(String sql, @Nullable Object... args);

    /**
     * Runs a statement for rows that come as they are taken, and maps each, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the rows, mapped; see {@link #stream(String, Object...)}
     * @see PgOperations#stream(Class, String, Object...)
     */
    <T> Stream<T> stream(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Starts a copying of data to a table, by COPY FROM STDIN.
     *
     * @param table as written in SQL: in lower case unless quoted, with its schema before a point where needed. It is
     *     read as a name, so that nothing else can be in it
     * @return the call to be refined
     * @throws PgMisuseException when it is no name
     */
    BlockingPgCopyIn copyIn(String table);

    /**
     * Starts a copying of a table, or of the result of a query, to the client, by COPY TO STDOUT.
     *
     * @param tableOrQuery a table, as of {@link #copyIn}; anything but a name is a query
     * @param args the values of {@code $1}, {@code $2}, ... of a query, which the server writes as literals
     * @return the call to be refined
     * @throws PgMisuseException when arguments are given for a table
     */
    BlockingPgCopyOut copyOut(String tableOrQuery, @Nullable Object... args);

    /**
     * Starts a call that carries more than text and arguments, such as a time limit, and ends in the same verbs.
     *
     * @param sql the statement
     * @return the call to be refined
     */
    BlockingPgQuery sql(String sql);

    /**
     * Runs work in a transaction with the server's default characteristics. Inside a transaction this is a savepoint.
     *
     * @param work what to do; it must use the transaction it is given
     * @param <T> what the work yields
     * @return the work's value, after COMMIT
     * @see #inTransaction(TransactionOptions, Function)
     */
    default <T extends @Nullable Object> T inTransaction(Function<BlockingPgTransaction, T> work) {
        return inTransaction(TransactionOptions.defaults(), work);
    }

    /**
     * Runs work in a transaction: committed when the function returns, rolled back when it throws. Inside a transaction
     * this is a savepoint, which can have no characteristics of its own.
     *
     * @param options isolation, access mode, retries
     * @param work what to do; it must use the transaction it is given, and is run again for each retry
     * @param <T> what the work yields
     * @return the work's value, after COMMIT
     */
    <T extends @Nullable Object> T inTransaction(TransactionOptions options, Function<BlockingPgTransaction, T> work);
}
