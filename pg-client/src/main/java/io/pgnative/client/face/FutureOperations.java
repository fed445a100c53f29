package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgCopyIn;
import io.pgnative.client.PgCopyOut;
import io.pgnative.client.PgOperations;
import io.pgnative.client.PgQuery;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.ResultCollector;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** The verbs of the face of futures. */
abstract class FutureOperations implements PgOperations {

    private final Verbs verbs;

    FutureOperations(Verbs verbs) {
        this.verbs = verbs;
    }

    @Override
    public final Future<CommandResult> execute(String sql, @Nullable Object... args) {
        return verbs.future(verbs.execute(Contexts.ofCaller(), sql, args));
    }

    @Override
    public final Future<CommandResult> executeMany(String sql, Iterable<?> rows) {
        return verbs.future(verbs.executeMany(Contexts.ofCaller(), sql, rows));
    }

    @Override
    public final Future<CommandResult> executeMany(String sql, Flow.Publisher<?> rows) {
        return verbs.future(verbs.executeMany(Contexts.ofCaller(), sql, rows));
    }

    @Override
    public final Future<Rows> fetchMany(String sql, Iterable<?> rows) {
        return verbs.future(verbs.many(Contexts.ofCaller(), sql, rows, ResultCollector.rows()));
    }

    @Override
    public final <T> Future<List<T>> fetchMany(Class<T> type, String sql, Iterable<?> rows) {
        return verbs.future(verbs.many(Contexts.ofCaller(), sql, rows, ResultCollector.list(Verbs.check(type))));
    }

    @Override
    public final <A, R> Future<R> fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.collecting(collector));
    }

    @Override
    public final Future<Rows> fetch(String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.rows());
    }

    @Override
    public final <T> Future<List<T>> fetch(Class<T> type, String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.list(Verbs.check(type)));
    }

    @Override
    public final Future<Optional<Row>> fetchRow(String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.first());
    }

    @Override
    public final <T> Future<Optional<T>> fetchRow(Class<T> type, String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.first(Verbs.check(type)));
    }

    @Override
    public final Future<Row> fetchOne(String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.one());
    }

    @Override
    public final <T> Future<T> fetchOne(Class<T> type, String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.one(Verbs.check(type)));
    }

    @Override
    public final <T> Future<Optional<T>> fetchValue(Class<T> type, String sql, @Nullable Object... args) {
        return query(sql, args, ResultCollector.value(Verbs.check(type)));
    }

    private <T> Future<T> query(String sql, @Nullable Object[] args, ResultCollector<T> collector) {
        return verbs.future(verbs.query(Contexts.ofCaller(), sql, args, collector));
    }

    @Override
    public final Future<Void> notify(String channel, @Nullable String payload) {
        return verbs.future(verbs.notify(Contexts.ofCaller(), channel, payload)).mapEmpty();
    }

    @Override
    public final Flow.Publisher<Row> stream(String sql, @Nullable Object... args) {
        Verbs.check(sql, args);
        Verbs here = verbs.here();
        return here.failures(RowPublisher.of(() -> here.stream(sql, args), false));
    }

    @Override
    public final <T> Flow.Publisher<T> stream(Class<T> type, String sql, @Nullable Object... args) {
        Verbs.check(sql, args);
        Verbs here = verbs.here();
        return here.failures(RowPublisher.of(type, () -> here.stream(sql, args), false));
    }

    @Override
    public final PgCopyIn copyIn(String table) {
        return new FutureCopyIn(verbs.copyIn(table), verbs);
    }

    @Override
    public final PgCopyOut copyOut(String tableOrQuery, @Nullable Object... args) {
        return new FutureCopyOut(verbs.copyOut(tableOrQuery, args), verbs);
    }

    @Override
    public final PgQuery sql(String sql) {
        return new FutureQuery(verbs, Call.of(sql));
    }
}
