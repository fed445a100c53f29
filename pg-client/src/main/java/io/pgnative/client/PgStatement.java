package io.pgnative.client;

import io.vertx.core.Future;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a user has prepared on a connection, in place of the statements that the connection prepares of its
 * own accord. It lives until it is closed or the connection is given back. The verbs are those of {@link PgOperations},
 * without its text; they take no named arguments.
 *
 * <p>It stays as it was prepared: it keeps its codecs when others are set, and fails each time when a table has changed
 * so that it would return other columns (SQLSTATE 0A000), until the table is as it was; it is not prepared again. With
 * a statement cache of size 0 a statement without a name of the user's own is parsed with each run.
 *
 * <p>After its {@link #close()}, after its connection was given back and after the end of that connection every method
 * but {@link #close()} fails at once with a {@link PgMisuseException}.
 */
public interface PgStatement {

    /**
     * Its name.
     *
     * @return as given or made; empty for the unnamed statement
     */
    String name();

    /**
     * Its text.
     *
     * @return as it was given
     */
    String sql();

    /**
     * The types of its parameters, as the server has inferred them.
     *
     * @return in their order
     */
    List<PgType> parameters();

    /**
     * Its columns.
     *
     * @return an unmodifiable list; empty when it returns no rows by its nature
     */
    List<Column> columns();

    /**
     * Whether its rows can be mapped to a class, found without running it.
     *
     * @param type the class that {@link Row#as(Class)} would map to
     * @return what does not fit, such as a column without a component, or one that cannot be read as its component is
     *     declared; empty when all fits. NULLs and values out of range show with the rows only
     */
    List<String> rowMismatches(Class<?> type);

    /**
     * Whether the values of a class can be an argument, found without running it.
     *
     * @param index of the argument, from 0
     * @param type the class, or a collection with the class of its elements
     * @return why the parameter does not take them; empty when it does, and for classes of which only a value tells
     * @throws IndexOutOfBoundsException when there is no such argument
     */
    Optional<String> argumentMismatch(int index, Type type);

    /**
     * What the last run said at its end.
     *
     * @return empty before the first run, after one that failed and after one that was stopped at its first row
     */
    Optional<CommandResult> lastResult();

    /**
     * See {@link PgOperations#execute}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the command's result
     */
    Future<CommandResult> execute(@Nullable Object... args);

    /**
     * See {@link PgOperations#executeMany(String, Iterable)}.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Future<CommandResult> executeMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#executeMany(String, Flow.Publisher)}.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Future<CommandResult> executeMany(Flow.Publisher<?> rows);

    /**
     * See {@link PgOperations#fetch(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return all rows
     */
    Future<Rows> fetch(@Nullable Object... args);

    /**
     * See {@link PgOperations#fetch(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return all rows, mapped
     */
    <T> Future<List<T>> fetch(Class<T> type, @Nullable Object... args);

    /**
     * See {@link PgOperations#fetch(Collector, String, Object...)}.
     *
     * @param collector takes the rows
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <A> what it gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> Future<R> fetch(Collector<? super Row, A, R> collector, @Nullable Object... args);

    /**
     * See {@link PgOperations#fetchRow(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the first row
     */
    Future<Optional<Row>> fetchRow(@Nullable Object... args);

    /**
     * See {@link PgOperations#fetchRow(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the first row, mapped
     */
    <T> Future<Optional<T>> fetchRow(Class<T> type, @Nullable Object... args);

    /**
     * See {@link PgOperations#fetchOne(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the only row
     */
    Future<Row> fetchOne(@Nullable Object... args);

    /**
     * See {@link PgOperations#fetchOne(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the only row, mapped
     */
    <T> Future<T> fetchOne(Class<T> type, @Nullable Object... args);

    /**
     * See {@link PgOperations#fetchValue(Class, String, Object...)}.
     *
     * @param type class to read
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the first column of the first row
     */
    <T> Future<Optional<T>> fetchValue(Class<T> type, @Nullable Object... args);

    /**
     * See {@link PgOperations#fetchMany(String, Iterable)}.
     *
     * @param rows the arguments
     * @return the rows of all runs in the order of the arguments
     */
    Future<Rows> fetchMany(Iterable<?> rows);

    /**
     * See {@link PgOperations#fetchMany(Class, String, Iterable)}.
     *
     * @param type class to map to
     * @param rows the arguments
     * @param <T> the same
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> Future<List<T>> fetchMany(Class<T> type, Iterable<?> rows);

    /**
     * See {@link PgOperations#stream(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the rows as they are asked for
     */
    Flow.Publisher<Row> stream(@Nullable Object... args);

    /**
     * See {@link PgOperations#stream(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the rows as they are asked for, mapped
     */
    <T> Flow.Publisher<T> stream(Class<T> type, @Nullable Object... args);

    /**
     * See {@link PgConnectionOperations#cursor(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the cursor, before its first row
     */
    Future<PgCursor> cursor(@Nullable Object... args);

    /**
     * See {@link PgConnectionOperations#cursor(CursorOptions, String, Object...)}.
     *
     * @param options prefetch, hold
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the cursor, before its first row
     */
    Future<PgCursor> cursor(CursorOptions options, @Nullable Object... args);

    /**
     * Asks the server how it would run this, without running it.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the plan as JSON: an array of one
     */
    Future<String> explain(@Nullable Object... args);

    /**
     * Asks the server how it would run this or, with {@link ExplainOptions#analyze()}, how it does; see there for what
     * is undone then.
     *
     * @param options what is told and how
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the plan in the format of the options
     */
    Future<String> explain(ExplainOptions options, @Nullable Object... args);

    /**
     * Gives it up, at the server too. Idempotent, and without effect on a connection that is gone.
     *
     * @return done when it cannot be used any more; the server is told with what is sent next
     */
    Future<Void> close();
}
