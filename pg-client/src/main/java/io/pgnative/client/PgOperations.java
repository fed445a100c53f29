package io.pgnative.client;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What a client, a connection and a transaction can all do, in the tongue of Vert.x futures.
 *
 * <p>Statements use PostgreSQL's own placeholders {@code $1}, {@code $2}, ... Arguments are given in that order; the
 * server tells each one's type, and an argument that does not fit fails the call with a {@link PgDataException} before
 * anything of the statement is sent. {@code null} is SQL NULL.
 *
 * <p>A returned future completes when the server is ready for the next statement, so a statement outside a transaction
 * is committed when its future succeeds. It fails with a {@link PgException}. It completes on the Vert.x context of the
 * caller if there is one, else on the event loop of the connection that ran the statement: do not block there.
 */
public interface PgOperations {

    /**
     * Runs a statement and discards its rows.
     *
     * <p>Without arguments the text may hold several statements separated by {@code ;}: they run as one script, in one
     * implicit transaction unless the text controls transactions itself, and the result is that of the last one.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the command tag and the number of affected rows
     */
    Future<CommandResult> execute(String sql, @Nullable Object... args);

    /**
     * Runs one statement once for each row of arguments, in one round trip, atomically: outside a transaction either
     * all rows are applied or none.
     *
     * @param sql the statement
     * @param rows the arguments: each element is an {@code Object[]}, a {@link List} or a Java record, whose elements
     *     or components are {@code $1}, {@code $2}, ... Consumed lazily, once, on the connection's event loop
     * @return the command tag of the last row and the number of affected rows of all
     */
    Future<CommandResult> executeMany(String sql, Iterable<?> rows);

    /**
     * The same with rows of a publisher of any length. It is asked for some hundred rows ahead and for more as the
     * connection takes them; it is cancelled when the server refuses a row. Nothing is stored when it fails, outside a
     * transaction.
     *
     * @param sql the statement
     * @param rows the arguments, as in {@link #executeMany(String, Iterable)}; subscribed to, asked and cancelled on
     *     the connection's event loop
     * @return the command tag of the last row and the number of affected rows of all
     */
    Future<CommandResult> executeMany(String sql, Flow.Publisher<?> rows);

    /**
     * Runs one statement once for each row of arguments, as {@link #executeMany(String, Iterable)} does, and collects
     * the rows of all runs.
     *
     * @param sql the statement, such as one with {@code RETURNING}
     * @param rows the arguments, as in {@link #executeMany(String, Iterable)}
     * @return the rows of all runs in the order of the arguments; none when the statement returns no rows by its nature
     */
    Future<Rows> fetchMany(String sql, Iterable<?> rows);

    /**
     * Runs one statement once for each row of arguments and maps the rows of all runs, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement, such as one with {@code RETURNING}
     * @param rows the arguments, as in {@link #executeMany(String, Iterable)}
     * @param <T> the class to map to
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> Future<List<T>> fetchMany(Class<T> type, String sql, Iterable<?> rows);

    /**
     * Runs a statement and collects its rows with a collector of one's own, on the connection's event loop; what it
     * throws fails the call.
     *
     * @param collector such as {@link java.util.stream.Collectors#groupingBy}
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <A> what the collector gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> Future<R> fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object... args);

    /**
     * Runs a statement and collects its rows.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return all rows, in the server's order
     */
    Future<Rows> fetch(String sql, @Nullable Object... args);

    /**
     * Runs a statement and maps each row, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the class to map to
     * @return all rows, mapped
     */
    <T> Future<List<T>> fetch(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement for its first row. A statement that changes data runs to its end.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the first row, or empty when there is none
     */
    Future<Optional<Row>> fetchRow(String sql, @Nullable Object... args);

    /**
     * Runs a statement for its first row and maps it, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the class to map to
     * @return the first row mapped, or empty when there is none
     */
    <T> Future<Optional<T>> fetchRow(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement that must return exactly one row; any other number fails with a {@link PgDataException} that
     * says how many there were.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the row
     */
    Future<Row> fetchOne(String sql, @Nullable Object... args);

    /**
     * Runs a statement that must return exactly one row and maps it, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the class to map to
     * @return the row, mapped
     */
    <T> Future<T> fetchOne(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Runs a statement for the first column of its first row.
     *
     * @param type the class to read the value as
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the class to read the value as
     * @return the value; empty when there is no row or the value is NULL
     */
    <T> Future<Optional<T>> fetchValue(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Sends a notification, which those who listen to the channel get when the transaction commits; outside a
     * transaction at once. Those that are the same in one transaction are delivered once.
     *
     * @param channel its name, exactly; 1 to 63 bytes in UTF-8
     * @param payload a text, which the server limits to less than 8,000 bytes; null is the empty one
     * @return done when it was sent
     * @throws PgMisuseException if there can be no such channel
     */
    Future<Void> notify(String channel, @Nullable String payload);

    /**
     * Runs a statement for rows that come as they are demanded, so that memory stays flat however many there are and
     * however slow the subscriber is. Each subscription runs the statement anew, with its first demand; what the rows
     * are asked for in is told by {@link PgClientBuilder#fetchSize}.
     *
     * <p>Outside a transaction the statement has its connection for itself until the subscription ends: a client keeps
     * one back for it, and on a {@link PgConnection} the statements that follow wait, so that a subscriber must not
     * wait for one of those. In a transaction that was begun through this API other statements can run in between. The
     * subscription completes when the server is ready for the next statement. Cancelling it frees the connection;
     * outside a transaction what the server is busy with is then cancelled, too.
     *
     * <p>A time limit is one for each batch of rows: the time that the subscriber takes does not count.
     *
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the rows, in the server's order. Signals come on the context of the subscriber if it has one, else on the
     *     connection's event loop
     */
    Flow.Publisher<Row> stream(String sql, @Nullable Object... args);

    /**
     * Runs a statement for rows that come as they are demanded, and maps each, as {@link Row#as(Class)} does; one that
     * cannot be mapped fails the subscription.
     *
     * @param type the class to map to
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the class to map to
     * @return the rows, mapped; see {@link #stream(String, Object...)}
     */
    <T> Flow.Publisher<T> stream(Class<T> type, String sql, @Nullable Object... args);

    /**
     * Starts a copying of data to a table, by COPY FROM STDIN.
     *
     * @param table as written in SQL: in lower case unless quoted, with its schema before a point where needed. It is
     *     read as a name, so that nothing else can be in it
     * @return the call to be refined
     * @throws PgMisuseException when it is no name
     */
    PgCopyIn copyIn(String table);

    /**
     * Starts a copying of a table, or of the result of a query, to the client, by COPY TO STDOUT.
     *
     * @param tableOrQuery a table, as of {@link #copyIn}; anything but a name is a query
     * @param args the values of {@code $1}, {@code $2}, ... of a query, which the server writes as literals
     * @return the call to be refined
     * @throws PgMisuseException when arguments are given for a table
     */
    PgCopyOut copyOut(String tableOrQuery, @Nullable Object... args);

    /**
     * Starts a call that carries more than text and arguments, such as a time limit, and ends in the same verbs.
     *
     * @param sql the statement
     * @return the call to be refined
     */
    PgQuery sql(String sql);

    /**
     * Runs work in a transaction with the server's default characteristics: committed when the returned future
     * succeeds, rolled back when it fails or the function throws. Inside a transaction this is a savepoint.
     *
     * @param work what to do; it must use the transaction it is given
     * @param <T> what the work yields
     * @return the work's value, after COMMIT
     */
    default <T> Future<T> inTransaction(Function<PgTransaction, Future<T>> work) {
        return inTransaction(TransactionOptions.defaults(), work);
    }

    /**
     * Runs work in a transaction: committed when the returned future succeeds, rolled back when it fails or the
     * function throws. Inside a transaction this is a savepoint, which can have no characteristics of its own.
     *
     * @param options isolation, access mode, retries
     * @param work what to do; it must use the transaction it is given, and is run again for each retry
     * @param <T> what the work yields
     * @return the work's value, after COMMIT
     */
    <T> Future<T> inTransaction(TransactionOptions options, Function<PgTransaction, Future<T>> work);
}
