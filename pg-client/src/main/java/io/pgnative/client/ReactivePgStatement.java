package io.pgnative.client;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A statement that a user has prepared on a connection, in the tongue of Reactor; see {@link PgStatement}. */
public interface ReactivePgStatement {

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
     * See {@link ReactivePgOperations#execute}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the command's result
     */
    Mono<CommandResult> execute(@Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#executeMany(String, Iterable)}.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Mono<CommandResult> executeMany(Iterable<?> rows);

    /**
     * See {@link ReactivePgOperations#executeMany(String, Publisher)}.
     *
     * @param rows the arguments
     * @return the command's result
     */
    Mono<CommandResult> executeMany(Publisher<?> rows);

    /**
     * See {@link ReactivePgOperations#fetch(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return all rows
     */
    Flux<Row> fetch(@Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetch(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return all rows, mapped
     */
    <T> Flux<T> fetch(Class<T> type, @Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetch(Collector, String, Object...)}.
     *
     * @param collector takes the rows
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <A> what it gathers in
     * @param <R> what it makes
     * @return what the collector has made of the rows
     */
    <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector, @Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetchRow(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the first row
     */
    Mono<Row> fetchRow(@Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetchRow(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the first row, mapped
     */
    <T> Mono<T> fetchRow(Class<T> type, @Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetchOne(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the only row
     */
    Mono<Row> fetchOne(@Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetchOne(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the only row, mapped
     */
    <T> Mono<T> fetchOne(Class<T> type, @Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetchValue(Class, String, Object...)}.
     *
     * @param type class to read
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the first column of the first row
     */
    <T> Mono<T> fetchValue(Class<T> type, @Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#fetchMany(String, Iterable)}.
     *
     * @param rows the arguments
     * @return the rows of all runs in the order of the arguments
     */
    Flux<Row> fetchMany(Iterable<?> rows);

    /**
     * See {@link ReactivePgOperations#fetchMany(Class, String, Iterable)}.
     *
     * @param type class to map to
     * @param rows the arguments
     * @param <T> the same
     * @return the rows of all runs, mapped, in the order of the arguments
     */
    <T> Flux<T> fetchMany(Class<T> type, Iterable<?> rows);

    /**
     * See {@link ReactivePgOperations#stream(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the rows as they are asked for
     */
    Flux<Row> stream(@Nullable Object... args);

    /**
     * See {@link ReactivePgOperations#stream(Class, String, Object...)}.
     *
     * @param type class to map to
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same
     * @return the rows as they are asked for, mapped
     */
    <T> Flux<T> stream(Class<T> type, @Nullable Object... args);

    /**
     * See {@link ReactivePgConnectionOperations#cursor(String, Object...)}.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the cursor, before its first row
     */
    Mono<ReactivePgCursor> cursor(@Nullable Object... args);

    /**
     * See {@link ReactivePgConnectionOperations#cursor(CursorOptions, String, Object...)}.
     *
     * @param options prefetch, hold
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the cursor, before its first row
     */
    Mono<ReactivePgCursor> cursor(CursorOptions options, @Nullable Object... args);

    /**
     * Asks the server how it would run this, without running it.
     *
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the plan as JSON: an array of one
     */
    Mono<String> explain(@Nullable Object... args);

    /**
     * Asks the server how it would run this or, with {@link ExplainOptions#analyze()}, how it does; see there for what
     * is undone then.
     *
     * @param options what is told and how
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the plan in the format of the options
     */
    Mono<String> explain(ExplainOptions options, @Nullable Object... args);

    /**
     * Gives it up, at the server too. Idempotent, and without effect on a connection that is gone.
     *
     * @return done when it cannot be used any more; the server is told with what is sent next
     */
    Mono<Void> close();
}
