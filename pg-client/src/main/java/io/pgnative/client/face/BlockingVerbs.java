package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.ResultCollector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verbs for threads that may wait. Rows are mapped on the caller's thread, since there is one.
 *
 * @param verbs who runs the requests
 */
record BlockingVerbs(Verbs verbs) {

    CommandResult execute(String sql, @Nullable Object[] args) {
        Waiting.check();
        return verbs.await(verbs.execute(null, sql, args));
    }

    CommandResult executeMany(String sql, Iterable<?> rows) {
        Waiting.check();
        return verbs.await(verbs.executeMany(null, sql, rows));
    }

    CommandResult executeMany(String sql, Flow.Publisher<?> rows) {
        Waiting.check();
        return verbs.await(verbs.executeMany(null, sql, rows));
    }

    Rows fetchMany(String sql, Iterable<?> rows) {
        Waiting.check();
        return verbs.await(verbs.many(null, sql, rows, ResultCollector.rows()));
    }

    <T> List<T> fetchMany(Class<T> type, String sql, Iterable<?> rows) {
        Verbs.check(type);
        Rows returned = fetchMany(sql, rows);
        return verbs.calling(() -> returned.as(type));
    }

    <A, R> R fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object[] args) {
        ResultCollector.check(collector);
        Rows rows = fetch(sql, args);
        return verbs.calling(() -> rows.stream().collect(collector));
    }

    static <A, R> R collected(Rows rows, Collector<? super Row, A, R> collector) {
        return mapped(() -> rows.stream().collect(collector));
    }

    Rows fetch(String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.rows());
    }

    <T> List<T> fetch(Class<T> type, String sql, @Nullable Object[] args) {
        Verbs.check(type);
        Rows rows = fetch(sql, args);
        return verbs.calling(() -> rows.as(type));
    }

    Optional<Row> fetchRow(String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.first());
    }

    <T> Optional<T> fetchRow(Class<T> type, String sql, @Nullable Object[] args) {
        Verbs.check(type);
        Optional<Row> row = fetchRow(sql, args);
        return verbs.calling(() -> row.map(present -> present.as(type)));
    }

    Row fetchOne(String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.one());
    }

    <T> T fetchOne(Class<T> type, String sql, @Nullable Object[] args) {
        Verbs.check(type);
        Row row = fetchOne(sql, args);
        return verbs.calling(() -> row.as(type));
    }

    <T> Optional<T> fetchValue(Class<T> type, String sql, @Nullable Object[] args) {
        return query(sql, args, ResultCollector.value(Verbs.check(type)));
    }

    Stream<Row> stream(String sql, @Nullable Object[] args) {
        Verbs.check(sql, args);
        Verbs here = verbs.here();
        return BlockingRows.stream(here, () -> here.stream(sql, args), RowPublisher.reading(false));
    }

    <T> Stream<T> stream(Class<T> type, String sql, @Nullable Object[] args) {
        Verbs.check(sql, args);
        Verbs here = verbs.here();
        return BlockingRows.stream(here, () -> here.stream(sql, args), RowPublisher.reading(type, false));
    }

    private <T> T query(String sql, @Nullable Object[] args, ResultCollector<T> collector) {
        Waiting.check();
        return verbs.await(verbs.query(null, sql, args, collector));
    }

    void notify(String channel, @Nullable String payload) {
        Waiting.check();
        verbs.await(verbs.notify(null, channel, payload));
    }

    static <T extends @Nullable Object> T mapped(Supplier<T> mapping) {
        try {
            return mapping.get();
        } catch (PgException failure) {
            throw Waiting.traced(failure);
        }
    }
}
