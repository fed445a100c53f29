package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.session.PortalBatch;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.ResultCollector;
import io.pgnative.client.session.RowSource;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which all faces run statements.
 *
 * @param executor who runs them
 * @param timeoutNanos limit of each call; 0 means none
 */
record Verbs(QueryExecutor executor, long timeoutNanos) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * Makes one.
     *
     * @param executor who runs the statements
     * @param timeout limit of each call; null means none
     * @return the verbs
     */
    static Verbs of(QueryExecutor executor, @Nullable Duration timeout) {
        return new Verbs(executor, timeout == null ? 0 : nanos(timeout));
    }

    Verbs timeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout must not be null");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new PgMisuseException("a timeout must be more than zero, not " + timeout);
        }
        return new Verbs(executor, nanos(timeout));
    }

    /** Difference of two points in time must not overflow: a longer limit is as good as none. */
    private static long nanos(Duration timeout) {
        return timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : 0;
    }

    long deadline() {
        return timeoutNanos == 0 ? Request.NO_DEADLINE : System.nanoTime() + timeoutNanos;
    }

    Request<CommandResult> execute(@Nullable ContextInternal context, String sql, @Nullable Object[] args) {
        check(sql, args);
        return args.length == 0
                ? script(context, sql)
                : submit(Requests.query(context, sql, args, ResultCollector.command(), deadline()));
    }

    Request<CommandResult> script(@Nullable ContextInternal context, String sql) {
        return submit(Requests.script(context, sql, deadline()));
    }

    /** Begins a transaction with the next statement; ends at once. */
    void begin(String sql) {
        executor.submit(Requests.begin(null, sql, Request.NO_DEADLINE));
    }

    /** Ends a transaction. */
    Request<CommandResult> end(@Nullable ContextInternal context, String sql) {
        return submit(Requests.end(context, sql, deadline()));
    }

    Request<CommandResult> executeMany(@Nullable ContextInternal context, String sql, Iterable<?> rows) {
        check(sql);
        Objects.requireNonNull(rows, "rows must not be null");
        return submit(Requests.batch(context, sql, rows, deadline()));
    }

    <T> Request<T> query(
            @Nullable ContextInternal context, String sql, @Nullable Object[] args, ResultCollector<T> collector) {
        check(sql, args);
        return submit(Requests.query(context, sql, args, collector, deadline()));
    }

    /** Sets the codec of a type for one connection; null for what the client has. */
    Request<@Nullable Void> typeCodec(@Nullable ContextInternal context, String typeName, @Nullable TypeChoice choice) {
        Objects.requireNonNull(typeName, "typeName must not be null");
        return submit(Requests.typeCodec(context, typeName, choice, deadline()));
    }

    Request<CommandResult> execute(@Nullable ContextInternal context, Call call) {
        Call.Bound bound = call.bound();
        return bound.args().length == 0
                ? script(context, bound.sql())
                : query(context, bound, ResultCollector.command());
    }

    Request<CommandResult> executeMany(@Nullable ContextInternal context, Call call, Iterable<?> rows) {
        Objects.requireNonNull(rows, "rows must not be null");
        Call.Many many = call.many();
        return submit(Requests.batch(context, many.sql(), many.names(), rows, many.arguments(), deadline()));
    }

    <T> Request<T> query(@Nullable ContextInternal context, Call call, ResultCollector<T> collector) {
        return query(context, call.bound(), call.isLenient() ? collector.lenient() : collector);
    }

    private <T> Request<T> query(@Nullable ContextInternal context, Call.Bound bound, ResultCollector<T> collector) {
        return submit(Requests.query(context, bound.sql(), bound.names(), bound.args(), collector, deadline()));
    }

    /** Binds a statement to a portal. */
    Request<PortalBatch> openPortal(
            @Nullable ContextInternal context, String sql, @Nullable Object[] args, boolean isHeld) {
        check(sql, args);
        return submit(Requests.openPortal(context, sql, List.of(), args, isHeld, deadline()));
    }

    /** Makes a statement ready to be run for its rows as they are asked for. */
    RowSource stream(String sql, @Nullable Object[] args) {
        check(sql, args);
        return Requests.stream(executor, sql, List.of(), args, 0, timeoutNanos);
    }

    /** Makes a statement ready to be run for its rows as they are asked for. */
    RowSource stream(Call call) {
        Call.Bound bound = call.bound();
        return Requests.stream(executor, bound.sql(), bound.names(), bound.args(), call.fetchSize(), timeoutNanos);
    }

    <T extends @Nullable Object> Request<T> submit(Request<T> request) {
        executor.submit(request);
        return request;
    }

    static void check(String sql) {
        Objects.requireNonNull(sql, "sql must not be null");
    }

    static void check(String sql, @Nullable Object[] args) {
        check(sql);
        Objects.requireNonNull(args, "args must not be null; a single NULL argument is written (Object) null");
    }

    static <T> Class<T> check(Class<T> type) {
        return Objects.requireNonNull(type, "type must not be null");
    }
}
