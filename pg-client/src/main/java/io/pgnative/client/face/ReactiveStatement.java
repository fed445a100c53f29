package io.pgnative.client.face;

import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.ExplainOptions;
import io.pgnative.client.PgType;
import io.pgnative.client.ReactivePgCursor;
import io.pgnative.client.ReactivePgStatement;
import io.pgnative.client.Row;
import io.pgnative.client.session.ResultCollector;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A statement that a user has prepared, for the Reactor face. */
final class ReactiveStatement implements ReactivePgStatement {

    private final Prepared prepared;

    ReactiveStatement(Prepared prepared) {
        this.prepared = prepared;
    }

    static Mono<ReactivePgStatement> prepare(Connected where, String sql, @Nullable String name) {
        Verbs.check(sql);
        return ReactiveVerbs.mono(() -> where.verbs().prepare(Contexts.ofCaller(), sql, name))
                .map(own -> new ReactiveStatement(new Prepared(where, own)));
    }

    @Override
    public String name() {
        return prepared.own().name();
    }

    @Override
    public String sql() {
        return prepared.own().sql();
    }

    @Override
    public List<PgType> parameters() {
        return prepared.own().parameters();
    }

    @Override
    public List<Column> columns() {
        return prepared.own().columns();
    }

    @Override
    public List<String> rowMismatches(Class<?> type) {
        return prepared.own().rowMismatches(Verbs.check(type));
    }

    @Override
    public Optional<String> argumentMismatch(int index, Type type) {
        return prepared.own().argumentMismatch(index, type);
    }

    @Override
    public Optional<CommandResult> lastResult() {
        return prepared.lastResult();
    }

    @Override
    public Mono<CommandResult> execute(@Nullable Object... args) {
        return query(args, ResultCollector.command());
    }

    @Override
    public Mono<CommandResult> executeMany(Iterable<?> rows) {
        return many(rows, ResultCollector.command());
    }

    @Override
    public Mono<CommandResult> executeMany(Publisher<?> rows) {
        Flow.Publisher<?> adapted = ReactiveVerbs.adapted(rows);
        return ReactiveVerbs.mono(() -> prepared.executeMany(Contexts.ofCaller(), adapted));
    }

    @Override
    public Flux<Row> fetch(@Nullable Object... args) {
        return query(args, ResultCollector.rows()).flatMapIterable(all -> all);
    }

    @Override
    public <T> Flux<T> fetch(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.list(Verbs.check(type))).flatMapIterable(all -> all);
    }

    @Override
    public <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector, @Nullable Object... args) {
        return query(args, ResultCollector.collecting(collector));
    }

    @Override
    public Mono<Row> fetchRow(@Nullable Object... args) {
        return ReactiveVerbs.present(query(args, ResultCollector.first()));
    }

    @Override
    public <T> Mono<T> fetchRow(Class<T> type, @Nullable Object... args) {
        return ReactiveVerbs.present(query(args, ResultCollector.first(Verbs.check(type))));
    }

    @Override
    public Mono<Row> fetchOne(@Nullable Object... args) {
        return query(args, ResultCollector.one());
    }

    @Override
    public <T> Mono<T> fetchOne(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.one(Verbs.check(type)));
    }

    @Override
    public <T> Mono<T> fetchValue(Class<T> type, @Nullable Object... args) {
        return ReactiveVerbs.present(query(args, ResultCollector.value(Verbs.check(type))));
    }

    private <T> Mono<T> query(@Nullable Object[] args, ResultCollector<T> collector) {
        Prepared.check(args);
        return ReactiveVerbs.mono(() -> prepared.query(Contexts.ofCaller(), args, collector));
    }

    @Override
    public Flux<Row> fetchMany(Iterable<?> rows) {
        return many(rows, ResultCollector.rows()).flatMapIterable(all -> all);
    }

    @Override
    public <T> Flux<T> fetchMany(Class<T> type, Iterable<?> rows) {
        return many(rows, ResultCollector.list(Verbs.check(type))).flatMapIterable(all -> all);
    }

    private <T> Mono<T> many(Iterable<?> rows, ResultCollector<T> collector) {
        Verbs.checkRows(rows);
        return ReactiveVerbs.mono(() -> prepared.many(Contexts.ofCaller(), rows, collector));
    }

    @Override
    public Flux<Row> stream(@Nullable Object... args) {
        Prepared.check(args);
        return ReactiveVerbs.flux(RowPublisher.of(() -> prepared.stream(args), false));
    }

    @Override
    public <T> Flux<T> stream(Class<T> type, @Nullable Object... args) {
        Verbs.check(type);
        Prepared.check(args);
        return ReactiveVerbs.flux(RowPublisher.of(type, () -> prepared.stream(args), false));
    }

    @Override
    public Mono<ReactivePgCursor> cursor(@Nullable Object... args) {
        return cursor(CursorOptions.defaults(), args);
    }

    @Override
    public Mono<ReactivePgCursor> cursor(CursorOptions options, @Nullable Object... args) {
        Prepared.check(args);
        return ReactiveVerbs.mono(() -> prepared.cursor(Contexts.ofCaller(), options, args))
                .map(opened -> new ReactiveCursor(Cursor.of(prepared.where(), options, opened)));
    }

    @Override
    public Mono<String> explain(@Nullable Object... args) {
        return explain(ExplainOptions.defaults(), args);
    }

    @Override
    public Mono<String> explain(ExplainOptions options, @Nullable Object... args) {
        Prepared.check(options, args);
        return ReactiveVerbs.mono(() -> prepared.explain(Contexts.ofCaller(), options, args));
    }

    @Override
    public Mono<Void> close() {
        return ReactiveVerbs.done(() -> new FutureStatement(prepared).close());
    }
}
