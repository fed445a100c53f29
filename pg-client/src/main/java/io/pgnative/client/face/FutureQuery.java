package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgQuery;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.ResultCollector;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call in the making, for the face of futures. */
final class FutureQuery implements PgQuery {

    private final Verbs verbs;
    private final String sql;
    private final @Nullable Object[] args;

    FutureQuery(Verbs verbs, String sql, @Nullable Object[] args) {
        this.verbs = verbs;
        this.sql = sql;
        this.args = args;
    }

    @Override
    public PgQuery args(@Nullable Object... newArgs) {
        Verbs.check(sql, newArgs);
        return new FutureQuery(verbs, sql, newArgs.clone());
    }

    @Override
    public PgQuery timeout(Duration timeout) {
        return new FutureQuery(verbs.timeout(timeout), sql, args);
    }

    @Override
    public Future<CommandResult> execute() {
        return verbs.execute(Contexts.ofCaller(), sql, args).future();
    }

    @Override
    public Future<CommandResult> executeMany(Iterable<?> rows) {
        return verbs.executeMany(Contexts.ofCaller(), sql, rows).future();
    }

    @Override
    public Future<Rows> fetch() {
        return query(ResultCollector.rows());
    }

    @Override
    public <T> Future<List<T>> fetch(Class<T> type) {
        return query(ResultCollector.list(Verbs.check(type)));
    }

    @Override
    public Future<Optional<Row>> fetchRow() {
        return query(ResultCollector.first());
    }

    @Override
    public <T> Future<Optional<T>> fetchRow(Class<T> type) {
        return query(ResultCollector.first(Verbs.check(type)));
    }

    @Override
    public Future<Row> fetchOne() {
        return query(ResultCollector.one());
    }

    @Override
    public <T> Future<T> fetchOne(Class<T> type) {
        return query(ResultCollector.one(Verbs.check(type)));
    }

    @Override
    public <T> Future<Optional<T>> fetchValue(Class<T> type) {
        return query(ResultCollector.value(Verbs.check(type)));
    }

    private <T> Future<T> query(ResultCollector<T> collector) {
        return verbs.query(Contexts.ofCaller(), sql, args, collector).future();
    }
}
