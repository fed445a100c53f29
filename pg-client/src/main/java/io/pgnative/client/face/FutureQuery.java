package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.PgQuery;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.ResultCollector;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** A call in the making, for the face of futures. */
final class FutureQuery implements PgQuery {

    private final Verbs verbs;
    private final Call call;

    FutureQuery(Verbs verbs, Call call) {
        this.verbs = verbs;
        this.call = call;
    }

    @Override
    public PgQuery args(@Nullable Object... args) {
        return new FutureQuery(verbs, call.args(args));
    }

    @Override
    public PgQuery bind(String name, @Nullable Object value) {
        return new FutureQuery(verbs, call.bind(name, value));
    }

    @Override
    public PgQuery bindAll(Object source) {
        return new FutureQuery(verbs, call.bindAll(source));
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
    public PgQuery lenient() {
        return new FutureQuery(verbs, call.leniently());
    }

    @Override
    public PgQuery timeout(Duration timeout) {
        return new FutureQuery(verbs.timeout(timeout), call);
    }

    @Override
    public PgQuery fetchSize(int rows) {
        return new FutureQuery(verbs, call.fetchSize(rows));
    }

    @Override
    public Flow.Publisher<Row> stream() {
        Verbs here = verbs.here();
        return here.failures(RowPublisher.of(() -> here.stream(call), call.isLenient()));
    }

    @Override
    public <T> Flow.Publisher<T> stream(Class<T> type) {
        Verbs here = verbs.here();
        return here.failures(RowPublisher.of(type, () -> here.stream(call), call.isLenient()));
    }

    @Override
    public Future<CommandResult> execute() {
        return atEdge(context -> verbs.execute(context, call));
    }

    @Override
    public Future<CommandResult> executeMany(Iterable<?> rows) {
        return atEdge(context -> verbs.many(context, call, rows, ResultCollector.command()));
    }

    @Override
    public Future<CommandResult> executeMany(Flow.Publisher<?> rows) {
        return atEdge(context -> verbs.executeMany(context, call, rows));
    }

    @Override
    public Future<Rows> fetchMany(Iterable<?> rows) {
        return atEdge(context -> verbs.many(context, call, rows, ResultCollector.rows()));
    }

    @Override
    public <T> Future<List<T>> fetchMany(Class<T> type, Iterable<?> rows) {
        ResultCollector<List<T>> collector = ResultCollector.list(Verbs.check(type));
        return atEdge(context -> verbs.many(context, call, rows, collector));
    }

    @Override
    public <A, R> Future<R> fetch(Collector<? super Row, A, R> collector) {
        return query(ResultCollector.collecting(collector));
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
        return atEdge(context -> verbs.query(context, call, collector));
    }

    private <T> Future<T> atEdge(Function<@Nullable ContextInternal, Request<T>> verb) {
        return verbs.failures(start(verb));
    }

    /** Arguments that are missing fail the call, as those do that do not fit. */
    static <T> Future<T> start(Function<@Nullable ContextInternal, Request<T>> verb) {
        ContextInternal context = Contexts.ofCaller();
        try {
            return verb.apply(context).future();
        } catch (PgException e) {
            return context == null ? Future.failedFuture(e) : context.failedFuture(e);
        }
    }
}
