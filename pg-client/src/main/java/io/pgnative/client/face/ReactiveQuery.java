package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ReactivePgQuery;
import io.pgnative.client.Row;
import io.pgnative.client.session.ResultCollector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A call in the making, for the Reactor face. */
final class ReactiveQuery implements ReactivePgQuery {

    private final ReactiveVerbs verbs;
    private final Call call;

    ReactiveQuery(ReactiveVerbs verbs, Call call) {
        this.verbs = verbs;
        this.call = call;
    }

    @Override
    public ReactivePgQuery args(@Nullable Object... args) {
        return new ReactiveQuery(verbs, call.args(args));
    }

    @Override
    public ReactivePgQuery bind(String name, @Nullable Object value) {
        return new ReactiveQuery(verbs, call.bind(name, value));
    }

    @Override
    public ReactivePgQuery bindAll(Object source) {
        return new ReactiveQuery(verbs, call.bindAll(source));
    }

    @Override
    public List<String> names() {
        return call.names();
    }

    @Override
    public String serverText() {
        return call.serverText();
    }

    @Override
    public ReactivePgQuery lenient() {
        return new ReactiveQuery(verbs, call.leniently());
    }

    @Override
    public ReactivePgQuery timeout(Duration timeout) {
        return new ReactiveQuery(new ReactiveVerbs(verbs.verbs().timeout(timeout)), call);
    }

    @Override
    public ReactivePgQuery fetchSize(int rows) {
        return new ReactiveQuery(verbs, call.fetchSize(rows));
    }

    @Override
    public Flux<Row> stream() {
        return verbs.stream(here -> RowPublisher.of(() -> here.stream(call), call.isLenient()));
    }

    @Override
    public <T> Flux<T> stream(Class<T> type) {
        Verbs.check(type);
        return verbs.stream(here -> RowPublisher.of(type, () -> here.stream(call), call.isLenient()));
    }

    @Override
    public Mono<CommandResult> execute() {
        return verbs.call(here -> here.execute(Contexts.ofCaller(), call));
    }

    @Override
    public Mono<CommandResult> executeMany(Iterable<?> rows) {
        return many(rows, ResultCollector.command());
    }

    @Override
    public Mono<CommandResult> executeMany(Publisher<?> rows) {
        Flow.Publisher<?> adapted = ReactiveVerbs.adapted(rows);
        return verbs.call(here -> here.executeMany(Contexts.ofCaller(), call, adapted));
    }

    @Override
    public Flux<Row> fetchMany(Iterable<?> rows) {
        return many(rows, ResultCollector.rows()).flatMapIterable(all -> all);
    }

    @Override
    public <T> Flux<T> fetchMany(Class<T> type, Iterable<?> rows) {
        Mono<List<T>> mapped = many(rows, ResultCollector.list(Verbs.check(type)));
        return mapped.flatMapIterable(list -> list);
    }

    private <T> Mono<T> many(Iterable<?> rows, ResultCollector<T> collector) {
        return verbs.call(here -> here.many(Contexts.ofCaller(), call, rows, collector));
    }

    @Override
    public <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector) {
        return query(ResultCollector.collecting(collector));
    }

    @Override
    public Flux<Row> fetch() {
        return query(ResultCollector.rows()).flatMapIterable(rows -> rows);
    }

    @Override
    public <T> Flux<T> fetch(Class<T> type) {
        Mono<List<T>> mapped = query(ResultCollector.list(Verbs.check(type)));
        return mapped.flatMapIterable(list -> list);
    }

    @Override
    public Mono<Row> fetchRow() {
        return ReactiveVerbs.present(query(ResultCollector.first()));
    }

    @Override
    public <T> Mono<T> fetchRow(Class<T> type) {
        return ReactiveVerbs.present(query(ResultCollector.first(Verbs.check(type))));
    }

    @Override
    public Mono<Row> fetchOne() {
        return query(ResultCollector.one());
    }

    @Override
    public <T> Mono<T> fetchOne(Class<T> type) {
        return query(ResultCollector.one(Verbs.check(type)));
    }

    @Override
    public <T> Mono<T> fetchValue(Class<T> type) {
        return ReactiveVerbs.present(query(ResultCollector.value(Verbs.check(type))));
    }

    /** Arguments that are missing fail each subscription. */
    private <T> Mono<T> query(ResultCollector<T> collector) {
        return verbs.call(here -> here.query(Contexts.ofCaller(), call, collector));
    }
}
