package io.pgnative.spring.boot.query;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgCopyIn;
import io.pgnative.client.ReactivePgQuery;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Mono;

/** The face for methods that return a {@code Mono} or a {@code Flux}. Loaded when there is such a method. */
final class ReactorFace extends Face<ReactivePgQuery> {

    private final ReactivePgClient client;

    ReactorFace(ReactivePgClient client) {
        this.client = client;
    }

    @Override
    ReactivePgQuery statement(String sql) {
        return client.sql(sql);
    }

    @Override
    ReactivePgQuery timeout(ReactivePgQuery query, Duration timeout) {
        return query.timeout(timeout);
    }

    @Override
    ReactivePgQuery bind(ReactivePgQuery query, String name, @Nullable Object value) {
        return query.bind(name, value);
    }

    @Override
    ReactivePgQuery bindAll(ReactivePgQuery query, Object source) {
        return query.bindAll(source);
    }

    @Override
    @SuppressWarnings("NullAway") // arguments may be null
    ReactivePgQuery args(ReactivePgQuery query, @Nullable Object[] args) {
        return query.args(args);
    }

    @Override
    Function<ReactivePgQuery, @Nullable Object> verb(ReturnShape shape, boolean streamed) {
        Class<?> element = shape.element();
        if (shape.wrapper() == ReturnShape.Wrapper.FLUX) {
            if (streamed) {
                return shape.isRow() ? ReactivePgQuery::stream : query -> query.stream(element);
            }
            return shape.isRow() ? ReactivePgQuery::fetch : query -> query.fetch(element);
        }
        if (!shape.readsRows()) {
            return query -> result(query.execute(), shape);
        }
        if (shape.content() == ReturnShape.Content.LIST) {
            return shape.isRow()
                    ? query -> query.fetch().collectList()
                    : query -> query.fetch(element).collectList();
        }
        if (shape.isRow()) {
            return ReactivePgQuery::fetchRow;
        }
        return shape.isValue() ? query -> query.fetchValue(element) : query -> query.fetchRow(element);
    }

    @Override
    BiFunction<ReactivePgQuery, Object, @Nullable Object> batch(ReturnShape shape) {
        return (query, rows) -> result(
                rows instanceof Iterable<?> list ? query.executeMany(list) : query.executeMany(publisher(rows)), shape);
    }

    @Override
    Function<Object, @Nullable Object> copy(CopyTarget target, ReturnShape shape) {
        return rows -> {
            ReactivePgCopyIn copy = client.copyIn(target.table());
            copy = target.columns().isEmpty() ? copy : copy.columns(target.columnArray());
            copy = target.timeout() == null ? copy : copy.timeout(target.timeout());
            return result(rows instanceof Iterable<?> list ? copy.rows(list) : copy.rows(publisher(rows)), shape);
        };
    }

    private static Publisher<?> publisher(Object rows) {
        return rows instanceof Flow.Publisher<?> flow ? JdkFlowAdapter.flowPublisherToFlux(flow) : (Publisher<?>) rows;
    }

    private static Mono<?> result(Mono<CommandResult> result, ReturnShape shape) {
        return switch (shape.content()) {
            case COMMAND -> result;
            case COUNT -> result.map(done -> count(done, shape));
            default -> result.then();
        };
    }
}
