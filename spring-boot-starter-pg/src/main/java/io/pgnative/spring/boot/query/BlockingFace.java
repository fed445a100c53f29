package io.pgnative.spring.boot.query;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgCopyIn;
import io.pgnative.client.BlockingPgQuery;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Rows;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The face for methods that wait. */
final class BlockingFace extends Face<BlockingPgQuery> {

    private final BlockingPgClient client;

    BlockingFace(BlockingPgClient client) {
        this.client = client;
    }

    @Override
    BlockingPgQuery statement(String sql) {
        return client.sql(sql);
    }

    @Override
    BlockingPgQuery timeout(BlockingPgQuery query, Duration timeout) {
        return query.timeout(timeout);
    }

    @Override
    BlockingPgQuery bind(BlockingPgQuery query, String name, @Nullable Object value) {
        return query.bind(name, value);
    }

    @Override
    BlockingPgQuery bindAll(BlockingPgQuery query, Object source) {
        return query.bindAll(source);
    }

    @Override
    @SuppressWarnings("NullAway") // arguments may be null
    BlockingPgQuery args(BlockingPgQuery query, @Nullable Object[] args) {
        return query.args(args);
    }

    @Override
    Function<BlockingPgQuery, @Nullable Object> verb(ReturnShape shape, boolean streamed) {
        Class<?> element = shape.element();
        if (shape.wrapper() == ReturnShape.Wrapper.STREAM) {
            return shape.isRow() ? BlockingPgQuery::stream : query -> query.stream(element);
        }
        return switch (shape.content()) {
            case NOTHING, COMMAND, COUNT -> query -> result(query.execute(), shape);
            case ROWS -> BlockingPgQuery::fetch;
            case LIST -> shape.isRow() ? query -> query.fetch().stream().toList() : query -> query.fetch(element);
            case OPTIONAL -> optional(shape);
            case ONE -> one(shape);
        };
    }

    private static Function<BlockingPgQuery, @Nullable Object> optional(ReturnShape shape) {
        Class<?> element = shape.element();
        if (shape.isRow()) {
            return BlockingPgQuery::fetchRow;
        }
        return shape.isValue() ? query -> query.fetchValue(element) : query -> query.fetchRow(element);
    }

    private static Function<BlockingPgQuery, @Nullable Object> one(ReturnShape shape) {
        Class<?> element = shape.element();
        if (shape.nullable()) {
            return query -> oneOrNull(query.fetch(), shape);
        }
        return shape.isRow() ? BlockingPgQuery::fetchOne : query -> query.fetchOne(element);
    }

    private static @Nullable Object oneOrNull(Rows rows, ReturnShape shape) {
        if (rows.size() > 1) {
            throw new PgDataException("the statement returned " + rows.size() + " rows, expected one or none");
        }
        if (rows.isEmpty()) {
            return null;
        }
        if (shape.isRow()) {
            return rows.get(0);
        }
        boolean isNull =
                shape.isValue() && rows.get(0).size() == 1 && rows.get(0).isNull(0);
        return isNull ? null : rows.get(0).as(shape.element());
    }

    @Override
    BiFunction<BlockingPgQuery, Object, @Nullable Object> batch(ReturnShape shape) {
        return (query, rows) -> result(
                rows instanceof Flow.Publisher<?> publisher
                        ? query.executeMany(publisher)
                        : query.executeMany((Iterable<?>) rows),
                shape);
    }

    @Override
    Function<Object, @Nullable Object> copy(CopyTarget target, ReturnShape shape) {
        return rows -> {
            BlockingPgCopyIn copy = client.copyIn(target.table());
            copy = target.columns().isEmpty() ? copy : copy.columns(target.columnArray());
            copy = target.timeout() == null ? copy : copy.timeout(target.timeout());
            return result(
                    rows instanceof Flow.Publisher<?> publisher ? copy.rows(publisher) : copy.rows((Iterable<?>) rows),
                    shape);
        };
    }

    private static @Nullable Object result(CommandResult result, ReturnShape shape) {
        return switch (shape.content()) {
            case COMMAND -> result;
            case COUNT -> count(result, shape);
            default -> null;
        };
    }
}
