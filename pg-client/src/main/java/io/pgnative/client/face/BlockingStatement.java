package io.pgnative.client.face;

import io.pgnative.client.BlockingPgCursor;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.ExplainOptions;
import io.pgnative.client.PgType;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.ResultCollector;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A statement that a user has prepared, for the blocking face. */
final class BlockingStatement implements BlockingPgStatement {

    private final Prepared prepared;

    BlockingStatement(Prepared prepared) {
        this.prepared = prepared;
    }

    static BlockingPgStatement prepare(Connected where, String sql, @Nullable String name) {
        return new BlockingStatement(
                new Prepared(where, await(() -> where.verbs().prepare(null, sql, name))));
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
    public CommandResult execute(@Nullable Object... args) {
        return query(args, ResultCollector.command());
    }

    @Override
    public CommandResult executeMany(Iterable<?> rows) {
        return many(rows, ResultCollector.command());
    }

    @Override
    public CommandResult executeMany(Flow.Publisher<?> rows) {
        return await(() -> prepared.executeMany(null, rows));
    }

    @Override
    public Rows fetch(@Nullable Object... args) {
        return query(args, ResultCollector.rows());
    }

    @Override
    public <T> List<T> fetch(Class<T> type, @Nullable Object... args) {
        Verbs.check(type);
        Rows rows = fetch(args);
        return BlockingVerbs.mapped(() -> rows.as(type));
    }

    @Override
    public <A, R> R fetch(Collector<? super Row, A, R> collector, @Nullable Object... args) {
        ResultCollector.check(collector);
        return BlockingVerbs.collected(fetch(args), collector);
    }

    @Override
    public Optional<Row> fetchRow(@Nullable Object... args) {
        return query(args, ResultCollector.first());
    }

    @Override
    public <T> Optional<T> fetchRow(Class<T> type, @Nullable Object... args) {
        Verbs.check(type);
        Optional<Row> row = fetchRow(args);
        return BlockingVerbs.mapped(() -> row.map(present -> present.as(type)));
    }

    @Override
    public Row fetchOne(@Nullable Object... args) {
        return query(args, ResultCollector.one());
    }

    @Override
    public <T> T fetchOne(Class<T> type, @Nullable Object... args) {
        Verbs.check(type);
        Row row = fetchOne(args);
        return BlockingVerbs.mapped(() -> row.as(type));
    }

    @Override
    public <T> Optional<T> fetchValue(Class<T> type, @Nullable Object... args) {
        return query(args, ResultCollector.value(Verbs.check(type)));
    }

    private <T> T query(@Nullable Object[] args, ResultCollector<T> collector) {
        return await(() -> prepared.query(null, args, collector));
    }

    @Override
    public Rows fetchMany(Iterable<?> rows) {
        return many(rows, ResultCollector.rows());
    }

    @Override
    public <T> List<T> fetchMany(Class<T> type, Iterable<?> rows) {
        Verbs.check(type);
        Rows returned = fetchMany(rows);
        return BlockingVerbs.mapped(() -> returned.as(type));
    }

    private <T> T many(Iterable<?> rows, ResultCollector<T> collector) {
        return await(() -> prepared.many(null, rows, collector));
    }

    @Override
    public Stream<Row> stream(@Nullable Object... args) {
        Prepared.check(args);
        return BlockingRows.stream(() -> prepared.stream(args), RowPublisher.reading(false));
    }

    @Override
    public <T> Stream<T> stream(Class<T> type, @Nullable Object... args) {
        Verbs.check(type);
        Prepared.check(args);
        return BlockingRows.stream(() -> prepared.stream(args), RowPublisher.reading(type, false));
    }

    @Override
    public BlockingPgCursor cursor(@Nullable Object... args) {
        return cursor(CursorOptions.defaults(), args);
    }

    @Override
    public BlockingPgCursor cursor(CursorOptions options, @Nullable Object... args) {
        return new BlockingCursor(
                Cursor.of(prepared.where(), options, await(() -> prepared.cursor(null, options, args))));
    }

    @Override
    public String explain(@Nullable Object... args) {
        return explain(ExplainOptions.defaults(), args);
    }

    @Override
    public String explain(ExplainOptions options, @Nullable Object... args) {
        return await(() -> prepared.explain(null, options, args));
    }

    private static <T> T await(Supplier<Request<T>> start) {
        Waiting.check();
        return Waiting.await(start.get());
    }

    @Override
    public void close() {
        Waiting.check();
        Waiting.awaitEnd(new FutureStatement(prepared).close());
    }
}
