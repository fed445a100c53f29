package io.pgnative.client;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** A call in the making; immutable, each refinement is a new one. The verbs are those of {@link PgOperations}. */
public interface PgQuery {

    /**
     * Sets the arguments by number; not together with {@link #bind} and {@link #bindAll}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the refined call
     */
    PgQuery args(@Nullable Object... args);

    /**
     * Gives a value to a placeholder {@code :name} of the statement. A name stands for one value wherever it occurs; a
     * later value takes the place of an earlier one. A collection or an array is one argument, for instance of {@code =
     * any(:ids)}.
     *
     * <p>A colon begins a placeholder when a letter follows it at once and no operand stands before it at once, outside
     * of strings, quoted identifiers and comments: {@code a::int}, {@code f(x := 1)} and the slice {@code a[lo:hi]}
     * have none.
     *
     * @param name without the colon, as the statement has it
     * @param value the value; null is SQL NULL
     * @return the refined call
     * @throws PgDataException when the statement has no such placeholder
     * @throws PgMisuseException when it has numbered placeholders as well, or {@link #args} were set
     */
    PgQuery bind(String name, @Nullable Object value);

    /**
     * Gives values to the placeholders {@code :name} of the statement, from the components of a record, the properties
     * of a bean or the entries of a {@link java.util.Map}; names may differ in {@code snake_case} and
     * {@code camelCase}. What the statement does not name is left out. Later values take the place of earlier ones.
     *
     * @param source read when the call is made
     * @return the refined call
     * @throws PgDataException when it is nothing to take values from, or the statement has no placeholder by name
     * @throws PgMisuseException when the statement has numbered placeholders as well, or {@link #args} were set
     */
    PgQuery bindAll(Object source);

    /**
     * The placeholders {@code :name} of the statement.
     *
     * @return their names without colons, the first being {@code $1} at the server; empty when it has none by name
     * @throws PgMisuseException when it has numbered placeholders as well
     */
    List<String> names();

    /**
     * The statement as the server gets it, such as to prepare it for oneself.
     *
     * @return its text with {@code $1}, {@code $2}, ... in the places of names
     * @throws PgMisuseException when it has numbered placeholders as well
     */
    String serverText();

    /**
     * Maps rows leniently, as {@link Rows#lenient()} says.
     *
     * @return the refined call
     */
    PgQuery lenient();

    /**
     * Limits the whole call: waiting for a connection, preparing, running and reading. On expiry the future fails with
     * a {@link PgTimeoutException} at once and the statement is cancelled at the server. Default: the client's query
     * timeout. A stream has that time for each batch of rows.
     *
     * @param timeout more than zero
     * @return the refined call
     */
    PgQuery timeout(Duration timeout);

    /**
     * Sets how many rows {@link #stream()} asks the server for at a time.
     *
     * @param rows more than zero, or 0 for a number that adapts to the size of the rows; default is
     *     {@link PgClientBuilder#fetchSize}
     * @return the refined call
     */
    PgQuery fetchSize(int rows);

    /**
     * See {@link PgOperations#execute}.
     *
     * @return the command's result
     */
    Future<CommandResult> execute();

    /**
     * See {@link PgOperations#executeMany}. Where the statement names its placeholders, each row is a record, a bean or
     * a {@link java.util.Map}, and values that it lacks are those given by {@link #bind} and {@link #bindAll}.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Future<CommandResult> executeMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#executeMany(String, Flow.Publisher)}, and {@link #executeMany(Iterable)} for arguments by
     * name.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Future<CommandResult> executeMany(Flow.Publisher<?> rows);

    /**
     * See {@link PgOperations#fetchMany(String, Iterable)}, and {@link #executeMany(Iterable)} for arguments by name.
     *
     * @param rows the arguments
     * @return the rows of all runs in the order of the arguments
     */
    Future<Rows> fetchMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#fetchMany(Class, String, Iterable)}, and {@link #executeMany(Iterable)} for arguments by
     * name.
     *
     * @param type class to map to
     * @param rows the arguments
     * @param <T> the same
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> Future<List<T>> fetchMany(Class<T> type, Iterable<?> rows);

    /**
     * See {@link PgOperations#fetch(Collector, String, Object...)}.
     *
     * @param collector takes the rows
     * @param <A> what it gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> Future<R> fetch(Collector<? super Row, A, R> collector);

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

    /**
     * See {@link PgOperations#stream(String, Object...)}.
     *
     * @return the rows, as they are demanded
     */
    Flow.Publisher<Row> stream();

    /**
     * See {@link PgOperations#stream(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param <T> the same
     * @return the rows, mapped, as they are demanded
     */
    <T> Flow.Publisher<T> stream(Class<T> type);
}
