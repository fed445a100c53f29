package io.pgnative.client.face;

import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.ExplainOptions;
import io.pgnative.client.PgCursor;
import io.pgnative.client.PgStatement;
import io.pgnative.client.PgType;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.ResultCollector;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** A statement that a user has prepared, for the face of futures. */
final class FutureStatement implements PgStatement {

    private final Prepared prepared;

    FutureStatement(Prepared prepared) {
        this.prepared = prepared;
    }

    static Future<PgStatement> prepare(Connected where, String sql, @Nullable String name) {
        return where.verbs()
                .prepare(Contexts.ofCaller(), sql, name)
                .future()
                .map(own -> new FutureStatement(new Prepared(where, own)));
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
    public Future<CommandResult> execute(@Nullable Object... args) {
        return query(args, ResultCollector.command());
    }

    @Override
    public Future<CommandResult> executeMany(Iterable<?> rows) {
        return many(rows, ResultCollector.command());
    }

    @Override
    public Future<CommandResult> executeMany(Flow.Publisher<?> rows) {
        return FutureQuery.start(context -> prepared.executeMany(context, rows));
    }

    @Override
    public Future<Rows> fetch(@Nullable Object... args) {
        return query(args, ResultCollector.rows());
    }

    @Override
    public <T> Future<List<T>> fetch(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.list(Verbs.check(type)));
    }

    @Override
    public <A, R> Future<R> fetch(Collector<? super Row, A, R> collector, @Nullable Object... args) {
        return query(args, ResultCollector.collecting(collector));
    }

    @Override
    public Future<Optional<Row>> fetchRow(@Nullable Object... args) {
        return query(args, ResultCollector.first());
    }

    @Override
    public <T> Future<Optional<T>> fetchRow(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.first(Verbs.check(type)));
    }

    @Override
    public Future<Row> fetchOne(@Nullable Object... args) {
        return query(args, ResultCollector.one());
    }

    @Override
    public <T> Future<T> fetchOne(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.one(Verbs.check(type)));
    }

    @Override
    public <T> Future<Optional<T>> fetchValue(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.value(Verbs.check(type)));
    }

    private <T> Future<T> query(@Nullable Object[] args, ResultCollector<T> collector) {
        return FutureQuery.start(context -> prepared.query(context, args, collector));
    }

    @Override
    public Future<Rows> fetchMany(Iterable<?> rows) {
        return many(rows, ResultCollector.rows());
    }

    @Override
    public <T> Future<List<T>> fetchMany(Class<T> type, Iterable<?> rows) {
        return many(rows, ResultCollector.list(Verbs.check(type)));
    }

    private <T> Future<T> many(Iterable<?> rows, ResultCollector<T> collector) {
        return FutureQuery.start(context -> prepared.many(context, rows, collector));
    }

    @Override
    public Flow.Publisher<Row> stream(@Nullable Object... args) {
        Prepared.check(args);
        return RowPublisher.of(() -> prepared.stream(args), false);
    }

    @Override
    public <T> Flow.Publisher<T> stream(Class<T> type, @Nullable Object... args) {
        Verbs.check(type);
        Prepared.check(args);
        return RowPublisher.of(type, () -> prepared.stream(args), false);
    }

    @Override
    public Future<PgCursor> cursor(@Nullable Object... args) {
        return cursor(CursorOptions.defaults(), args);
    }

    @Override
    public Future<PgCursor> cursor(CursorOptions options, @Nullable Object... args) {
        return FutureQuery.start(context -> prepared.cursor(context, options, args))
                .map(opened -> new FutureCursor(Cursor.of(prepared.where(), options, opened)));
    }

    @Override
    public Future<String> explain(@Nullable Object... args) {
        return explain(ExplainOptions.defaults(), args);
    }

    @Override
    public Future<String> explain(ExplainOptions options, @Nullable Object... args) {
        return FutureQuery.start(context -> prepared.explain(context, options, args));
    }

    @Override
    public Future<Void> close() {
        ContextInternal context = Contexts.ofCaller();
        Request<@Nullable Void> close = prepared.close(context);
        return close == null
                ? Contexts.succeeded(context)
                // The end of its connection has closed it as well.
                : close.future().<Void>mapEmpty().recover(lost -> Contexts.succeeded(context));
    }
}
