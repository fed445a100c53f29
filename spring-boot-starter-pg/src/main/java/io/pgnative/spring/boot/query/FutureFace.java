package io.pgnative.spring.boot.query;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgCopyIn;
import io.pgnative.client.PgQuery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The face for methods that return a future, a completion stage or a publisher. */
final class FutureFace extends Face<PgQuery> {

    private final PgClient client;

    FutureFace(PgClient client) {
        this.client = client;
    }

    @Override
    PgQuery statement(String sql) {
        return client.sql(sql);
    }

    @Override
    PgQuery timeout(PgQuery query, Duration timeout) {
        return query.timeout(timeout);
    }

    @Override
    PgQuery bind(PgQuery query, String name, @Nullable Object value) {
        return query.bind(name, value);
    }

    @Override
    PgQuery bindAll(PgQuery query, Object source) {
        return query.bindAll(source);
    }

    @Override
    @SuppressWarnings("NullAway") // arguments may be null
    PgQuery args(PgQuery query, @Nullable Object[] args) {
        return query.args(args);
    }

    @Override
    Function<PgQuery, @Nullable Object> verb(ReturnShape shape, boolean streamed) {
        Class<?> element = shape.element();
        if (shape.wrapper() == ReturnShape.Wrapper.PUBLISHER) {
            return shape.isRow() ? PgQuery::stream : query -> query.stream(element);
        }
        Function<PgQuery, Future<?>> future = future(shape);
        return query -> wrapped(future.apply(query), shape);
    }

    private static Function<PgQuery, Future<?>> future(ReturnShape shape) {
        Class<?> element = shape.element();
        return switch (shape.content()) {
            case NOTHING, COMMAND, COUNT -> query -> result(query.execute(), shape);
            case ROWS -> PgQuery::fetch;
            case LIST ->
                shape.isRow()
                        ? query -> query.fetch().map(rows -> rows.stream().toList())
                        : query -> query.fetch(element);
            case OPTIONAL -> optional(shape);
            case ONE -> shape.isRow() ? PgQuery::fetchOne : query -> query.fetchOne(element);
        };
    }

    private static Function<PgQuery, Future<?>> optional(ReturnShape shape) {
        Class<?> element = shape.element();
        if (shape.isRow()) {
            return PgQuery::fetchRow;
        }
        return shape.isValue() ? query -> query.fetchValue(element) : query -> query.fetchRow(element);
    }

    @Override
    BiFunction<PgQuery, Object, @Nullable Object> batch(ReturnShape shape) {
        return (query, rows) -> {
            Future<CommandResult> result = rows instanceof Flow.Publisher<?> publisher
                    ? query.executeMany(publisher)
                    : query.executeMany((Iterable<?>) rows);
            return wrapped(result(result, shape), shape);
        };
    }

    @Override
    Function<Object, @Nullable Object> copy(CopyTarget target, ReturnShape shape) {
        return rows -> {
            PgCopyIn copy = client.copyIn(target.table());
            copy = target.columns().isEmpty() ? copy : copy.columns(target.columnArray());
            copy = target.timeout() == null ? copy : copy.timeout(target.timeout());
            Future<CommandResult> result =
                    rows instanceof Flow.Publisher<?> publisher ? copy.rows(publisher) : copy.rows((Iterable<?>) rows);
            return wrapped(result(result, shape), shape);
        };
    }

    private static Future<?> result(Future<CommandResult> result, ReturnShape shape) {
        return switch (shape.content()) {
            case COMMAND -> result;
            case COUNT -> result.map(done -> count(done, shape));
            default -> result.mapEmpty();
        };
    }

    private static Object wrapped(Future<?> future, ReturnShape shape) {
        return shape.wrapper() == ReturnShape.Wrapper.STAGE
                ? future.toCompletionStage().toCompletableFuture()
                : future;
    }
}
