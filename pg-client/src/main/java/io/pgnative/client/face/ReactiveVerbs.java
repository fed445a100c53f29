package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgException;
import io.pgnative.client.Row;
import io.pgnative.client.session.ChannelNames;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.ResultCollector;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The verbs for Reactor: each subscription makes a request.
 *
 * @param verbs who runs it
 */
record ReactiveVerbs(Verbs verbs) {

    Mono<CommandResult> execute(String sql, @Nullable Object[] args) {
        Verbs.check(sql, args);
        return call(here -> here.execute(Contexts.ofCaller(), sql, args));
    }

    Mono<CommandResult> executeMany(String sql, Iterable<?> rows) {
        Verbs.check(sql);
        return call(here -> here.executeMany(Contexts.ofCaller(), sql, rows));
    }

    Mono<CommandResult> executeMany(String sql, Publisher<?> rows) {
        Verbs.check(sql);
        Flow.Publisher<?> adapted = adapted(rows);
        return call(here -> here.executeMany(Contexts.ofCaller(), sql, adapted));
    }

    static Flow.Publisher<?> adapted(Publisher<?> rows) {
        Verbs.checkRows(rows);
        return JdkFlowAdapter.publisherToFlowPublisher(rows);
    }

    Flux<Row> fetchMany(String sql, Iterable<?> rows) {
        return many(sql, rows, ResultCollector.rows()).flatMapIterable(all -> all);
    }

    <T> Flux<T> fetchMany(Class<T> type, String sql, Iterable<?> rows) {
        Mono<List<T>> mapped = many(sql, rows, ResultCollector.list(Verbs.check(type)));
        return mapped.flatMapIterable(list -> list);
    }

    private <T> Mono<T> many(String sql, Iterable<?> rows, ResultCollector<T> collector) {
        Verbs.check(sql);
        Verbs.checkRows(rows);
        return call(here -> here.many(Contexts.ofCaller(), sql, rows, collector));
    }

    <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.collecting(collector));
    }

    Flux<Row> fetch(String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.rows()).flatMapIterable(rows -> rows);
    }

    <T> Flux<T> fetch(Class<T> type, String sql, @Nullable Object[] args) {
        Mono<List<T>> mapped = query(sql, args, ResultCollector.list(Verbs.check(type)));
        return mapped.flatMapIterable(list -> list);
    }

    Mono<Row> fetchRow(String sql, @Nullable Object[] args) {
        return present(query(sql, args, ResultCollector.first()));
    }

    <T> Mono<T> fetchRow(Class<T> type, String sql, @Nullable Object[] args) {
        return present(query(sql, args, ResultCollector.first(Verbs.check(type))));
    }

    Mono<Row> fetchOne(String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.one());
    }

    <T> Mono<T> fetchOne(Class<T> type, String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.one(Verbs.check(type)));
    }

    <T> Mono<T> fetchValue(Class<T> type, String sql, @Nullable Object[] args) {
        return present(query(sql, args, ResultCollector.value(Verbs.check(type))));
    }

    private <T> Mono<T> query(String sql, @Nullable Object[] args, ResultCollector<T> collector) {
        Verbs.check(sql, args);
        return call(here -> here.query(Contexts.ofCaller(), sql, args, collector));
    }

    Mono<Void> notify(String channel, @Nullable String payload) {
        ChannelNames.check(channel);
        return call(here -> here.notify(Contexts.ofCaller(), channel, payload)).then();
    }

    Flux<Row> stream(String sql, @Nullable Object[] args) {
        Verbs.check(sql, args);
        return stream(here -> RowPublisher.of(() -> here.stream(sql, args), false));
    }

    <T> Flux<T> stream(Class<T> type, String sql, @Nullable Object[] args) {
        Verbs.check(sql, args);
        Verbs.check(type);
        return stream(here -> RowPublisher.of(type, () -> here.stream(sql, args), false));
    }

    /** Calls a verb for each subscriber, in the transaction that surrounds it. */
    <T> Mono<T> call(Function<Verbs, Request<T>> verb) {
        return ReactiveEdge.failures(
                verbs, Mono.create(sink -> run(sink, verb.apply(ReactiveEdge.verbs(verbs, sink.contextView())))));
    }

    /** Publishes for each subscriber, in the transaction that surrounds it. */
    <T> Flux<T> stream(Function<Verbs, Flow.Publisher<T>> verb) {
        Edge edge = verbs.edge();
        if (edge == null) {
            return flux(verb.apply(verbs));
        }
        Flux<T> rows = Flux.deferContextual(context -> flux(verb.apply(ReactiveEdge.verbs(verbs, context))));
        return edge.mapsFailures() ? rows.onErrorMap(PgException.class, edge::failure) : rows;
    }

    static <T> Flux<T> flux(Flow.Publisher<T> publisher) {
        return JdkFlowAdapter.flowPublisherToFlux(publisher);
    }

    static <T> Mono<T> present(Mono<Optional<T>> optional) {
        return optional.handle((value, sink) -> value.ifPresent(sink::next));
    }

    static <T> Mono<T> mono(Supplier<Request<T>> start) {
        return Mono.create(sink -> run(sink, start.get()));
    }

    private static <T> void run(MonoSink<T> sink, Request<T> request) {
        request.future().onComplete((value, failure) -> {
            if (failure == null) {
                sink.success(value);
            } else {
                sink.error(failure);
            }
        });
        sink.onCancel(() -> request.abandon(cancelled()));
    }

    static PgCancelledException cancelled() {
        return new PgCancelledException("the subscriber cancelled");
    }

    /** A future that somebody starts; cancelling does not stop it. */
    static Mono<Void> done(Supplier<Future<Void>> start) {
        return Mono.create(sink -> start.get().onComplete((nothing, failure) -> {
            if (failure == null) {
                sink.success();
            } else {
                sink.error(failure);
            }
        }));
    }

    /** A future that somebody starts; cancelling does not stop it. */
    static <T> Mono<T> value(Supplier<Future<T>> start) {
        return Mono.create(sink -> start.get().onComplete((value, failure) -> {
            if (failure == null) {
                sink.success(value);
            } else {
                sink.error(failure);
            }
        }));
    }
}
