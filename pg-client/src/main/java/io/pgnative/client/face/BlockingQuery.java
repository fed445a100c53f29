package io.pgnative.client.face;

import io.pgnative.client.BlockingPgQuery;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.ResultCollector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call in the making, for the blocking face. */
final class BlockingQuery implements BlockingPgQuery {

    private final Verbs verbs;
    private final Call call;

    BlockingQuery(Verbs verbs, Call call) {
        this.verbs = verbs;
        this.call = call;
    }

    @Override
    public BlockingPgQuery args(@Nullable Object... args) {
        return new BlockingQuery(verbs, call.args(args));
    }

    @Override
    public BlockingPgQuery bind(String name, @Nullable Object value) {
        return new BlockingQuery(verbs, call.bind(name, value));
    }

    @Override
    public BlockingPgQuery bindAll(Object source) {
        return new BlockingQuery(verbs, call.bindAll(source));
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
    public BlockingPgQuery lenient() {
        return new BlockingQuery(verbs, call.leniently());
    }

    @Override
    public BlockingPgQuery timeout(Duration timeout) {
        return new BlockingQuery(verbs.timeout(timeout), call);
    }

    @Override
    public BlockingPgQuery fetchSize(int rows) {
        return new BlockingQuery(verbs, call.fetchSize(rows));
    }

    @Override
    public Stream<Row> stream() {
        Verbs here = verbs.here();
        return BlockingRows.stream(here, () -> here.stream(call), RowPublisher.reading(call.isLenient()));
    }

    @Override
    public <T> Stream<T> stream(Class<T> type) {
        Verbs here = verbs.here();
        return BlockingRows.stream(here, () -> here.stream(call), RowPublisher.reading(type, call.isLenient()));
    }

    @Override
    public CommandResult execute() {
        Waiting.check();
        return verbs.await(verbs.execute(null, call));
    }

    @Override
    public CommandResult executeMany(Iterable<?> rows) {
        return many(rows, ResultCollector.command());
    }

    @Override
    public CommandResult executeMany(Flow.Publisher<?> rows) {
        Waiting.check();
        return verbs.await(verbs.executeMany(null, call, rows));
    }

    @Override
    public Rows fetchMany(Iterable<?> rows) {
        return many(rows, ResultCollector.rows());
    }

    @Override
    public <T> List<T> fetchMany(Class<T> type, Iterable<?> rows) {
        Verbs.check(type);
        Rows returned = fetchMany(rows);
        return verbs.calling(() -> returned.as(type));
    }

    private <T> T many(Iterable<?> rows, ResultCollector<T> collector) {
        Waiting.check();
        return verbs.await(verbs.many(null, call, rows, collector));
    }

    @Override
    public <A, R> R fetch(Collector<? super Row, A, R> collector) {
        ResultCollector.check(collector);
        Rows rows = fetch();
        return verbs.calling(() -> rows.stream().collect(collector));
    }

    @Override
    public Rows fetch() {
        return query(ResultCollector.rows());
    }

    @Override
    public <T> List<T> fetch(Class<T> type) {
        Verbs.check(type);
        Rows rows = fetch();
        return verbs.calling(() -> rows.as(type));
    }

    @Override
    public Optional<Row> fetchRow() {
        return query(ResultCollector.first());
    }

    @Override
    public <T> Optional<T> fetchRow(Class<T> type) {
        Verbs.check(type);
        Optional<Row> row = fetchRow();
        return verbs.calling(() -> row.map(present -> present.as(type)));
    }

    @Override
    public Row fetchOne() {
        return query(ResultCollector.one());
    }

    @Override
    public <T> T fetchOne(Class<T> type) {
        Verbs.check(type);
        Row row = fetchOne();
        return verbs.calling(() -> row.as(type));
    }

    @Override
    public <T> Optional<T> fetchValue(Class<T> type) {
        return query(ResultCollector.value(Verbs.check(type)));
    }

    private <T> T query(ResultCollector<T> collector) {
        Waiting.check();
        return verbs.await(verbs.query(null, call, collector));
    }
}
