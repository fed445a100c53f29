package io.pgnative.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A call in the making; immutable, each refinement is a new one. The verbs are those of {@link ReactivePgOperations}.
 */
public interface ReactivePgQuery {

    /**
     * Sets the arguments by number; not together with {@link #bind} and {@link #bindAll}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the refined call
     */
    ReactivePgQuery args(@Nullable Object... args);

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
    ReactivePgQuery bind(String name, @Nullable Object value);

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
    ReactivePgQuery bindAll(Object source);

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
    ReactivePgQuery lenient();

    /**
     * Limits the whole call, as {@link PgQuery#timeout} does.
     *
     * @param timeout more than zero
     * @return the refined call
     */
    ReactivePgQuery timeout(Duration timeout);

    /**
     * Sets how many rows {@link #stream()} asks the server for at a time.
     *
     * @param rows more than zero, or 0 for a number that adapts to the size of the rows; default is
     *     {@link PgClientBuilder#fetchSize}
     * @return the refined call
     */
    ReactivePgQuery fetchSize(int rows);

    /**
     * Runs a statement, or a script of several without arguments, and discards its rows.
     *
     * @return the command tag and the number of affected rows
     * @see PgOperations#execute
     */
    Mono<CommandResult> execute();

    /**
     * Runs one statement once for each row of arguments, atomically. Where the statement names its placeholders, each
     * row is a record, a bean or a {@link java.util.Map}, and values that it lacks are those given by {@link #bind} and
     * {@link #bindAll}.
     *
     * @param rows the arguments: arrays, lists or records, iterated once per subscription
     * @return the command tag of the last row and the number of affected rows of all
     * @see PgOperations#executeMany
     */
    Mono<CommandResult> executeMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#executeMany(String, Flow.Publisher)}, and {@link #executeMany(Iterable)} for arguments by
     * name.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Mono<CommandResult> executeMany(Publisher<?> rows);

    /**
     * See {@link PgOperations#fetchMany(String, Iterable)}, and {@link #executeMany(Iterable)} for arguments by name.
     *
     * @param rows the arguments
     * @return the rows of all runs in the order of the arguments
     */
    Flux<Row> fetchMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#fetchMany(Class, String, Iterable)}, and {@link #executeMany(Iterable)} for arguments by
     * name.
     *
     * @param type class to map to
     * @param rows the arguments
     * @param <T> the same
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> Flux<T> fetchMany(Class<T> type, Iterable<?> rows);

    /**
     * See {@link ReactivePgOperations#fetch(Collector, String, Object...)}.
     *
     * @param collector takes the rows
     * @param <A> what it gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector);

    /**
     * Runs a statement and collects its rows.
     *
     * @return all rows, in the server's order
     * @see PgOperations#fetch(String, Object...)
     */
    Flux<Row> fetch();

    /**
     * Runs a statement and maps each row, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return all rows, mapped
     * @see PgOperations#fetch(Class, String, Object...)
     */
    <T> Flux<T> fetch(Class<T> type);

    /**
     * Runs a statement for its first row.
     *
     * @return the first row, or empty when there is none
     * @see PgOperations#fetchRow(String, Object...)
     */
    Mono<Row> fetchRow();

    /**
     * Runs a statement for its first row and maps it.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the first row mapped, or empty when there is none
     * @see PgOperations#fetchRow(Class, String, Object...)
     */
    <T> Mono<T> fetchRow(Class<T> type);

    /**
     * Runs a statement that must return exactly one row; any other number is a {@link PgDataException}.
     *
     * @return the row
     * @see PgOperations#fetchOne(String, Object...)
     */
    Mono<Row> fetchOne();

    /**
     * Runs a statement that must return exactly one row and maps it; any other number is a {@link PgDataException}.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the row, mapped
     * @see PgOperations#fetchOne(Class, String, Object...)
     */
    <T> Mono<T> fetchOne(Class<T> type);

    /**
     * Runs a statement for the first column of its first row.
     *
     * @param type the class to read the value as
     * @param <T> the same
     * @return the value; empty when there is no row or the value is NULL
     * @see PgOperations#fetchValue
     */
    <T> Mono<T> fetchValue(Class<T> type);

    /**
     * See {@link ReactivePgOperations#stream(String, Object...)}.
     *
     * @return the rows, as they are demanded
     */
    Flux<Row> stream();

    /**
     * See {@link ReactivePgOperations#stream(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param <T> the same
     * @return the rows, mapped, as they are demanded
     */
    <T> Flux<T> stream(Class<T> type);
}
