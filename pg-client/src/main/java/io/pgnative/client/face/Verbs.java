package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.copy.CopyInCall;
import io.pgnative.client.copy.CopyOutCall;
import io.pgnative.client.session.ChannelNames;
import io.pgnative.client.session.OwnStatement;
import io.pgnative.client.session.PortalBatch;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.ResultCollector;
import io.pgnative.client.session.RowArguments;
import io.pgnative.client.session.RowSource;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which all faces run statements.
 *
 * @param executor who runs them
 * @param timeoutNanos limit of each call; 0 means none
 * @param edge what surrounds the calls of a client; null where that does not matter
 */
record Verbs(
        QueryExecutor executor, long timeoutNanos, @Nullable Edge edge) {

    /** What is said of an array of arguments that is null. */
    static final String NO_ARGS = "args must not be null; a single NULL argument is written (Object) null";

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The longest name that the server tells from others, in bytes. */
    private static final int LONGEST_NAME = 63;

    /** Those of a connection or a transaction, whose calls run there. */
    Verbs(QueryExecutor executor, long timeoutNanos) {
        this(executor, timeoutNanos, null);
    }

    /**
     * Makes those of a client.
     *
     * @param executor who runs the statements
     * @param timeout limit of each call; null means none
     * @param edge what surrounds the calls; null for nothing
     * @return the verbs
     */
    static Verbs of(QueryExecutor executor, @Nullable Duration timeout, @Nullable Edge edge) {
        return new Verbs(executor, limitNanos(timeout), edge);
    }

    /** A time limit as it is kept here; 0 for none. */
    static long limitNanos(@Nullable Duration timeout) {
        return timeout == null ? 0 : nanos(timeout);
    }

    Verbs timeout(Duration timeout) {
        return new Verbs(executor, nanos(checkTimeout(timeout)), edge);
    }

    static Duration checkTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout must not be null");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new PgMisuseException("a timeout must be more than zero, not " + timeout);
        }
        return timeout;
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
        return many(context, sql, rows, ResultCollector.command());
    }

    Request<CommandResult> executeMany(@Nullable ContextInternal context, String sql, Flow.Publisher<?> rows) {
        check(sql);
        checkRows(rows);
        return submit(Requests.batch(context, sql, List.of(), rows, RowArguments.BY_POSITION, deadline()));
    }

    <T> Request<T> many(@Nullable ContextInternal context, String sql, Iterable<?> rows, ResultCollector<T> collector) {
        check(sql);
        checkRows(rows);
        return submit(Requests.batch(context, sql, List.of(), rows, RowArguments.BY_POSITION, collector, deadline()));
    }

    /** Prepares a statement for its user; the server is asked for any name when there is none. */
    Request<OwnStatement> prepare(@Nullable ContextInternal context, String sql, @Nullable String name) {
        check(sql);
        return submit(Requests.prepare(context, sql, name, deadline()));
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

    Request<CommandResult> notify(@Nullable ContextInternal context, String channel, @Nullable String payload) {
        Object[] args = {ChannelNames.check(channel), payload == null ? "" : payload};
        return submit(Requests.query(
                context, "select pg_catalog.pg_notify($1, $2)", args, ResultCollector.command(), deadline()));
    }

    /** Listens on one connection; without a context for the listener it is called on that of the session. */
    Request<PgRegistration> listen(
            @Nullable ContextInternal context,
            String channel,
            NotificationListener listener,
            @Nullable ContextInternal listenerContext) {
        ChannelNames.check(channel);
        Objects.requireNonNull(listener, "listener must not be null");
        return submit(Requests.listen(context, List.of(channel), listener, listenerContext, deadline()));
    }

    Request<CommandResult> execute(@Nullable ContextInternal context, Call call) {
        Call.Bound bound = call.bound();
        return bound.args().length == 0
                ? script(context, bound.sql())
                : query(context, bound, ResultCollector.command());
    }

    Request<CommandResult> executeMany(@Nullable ContextInternal context, Call call, Flow.Publisher<?> rows) {
        checkRows(rows);
        Call.Many many = call.many();
        return submit(Requests.batch(context, many.sql(), many.names(), rows, many.arguments(), deadline()));
    }

    <T> Request<T> many(@Nullable ContextInternal context, Call call, Iterable<?> rows, ResultCollector<T> collector) {
        checkRows(rows);
        Call.Many many = call.many();
        return submit(Requests.batch(
                context,
                many.sql(),
                many.names(),
                rows,
                many.arguments(),
                call.isLenient() ? collector.lenient() : collector,
                deadline()));
    }

    <T> Request<T> query(@Nullable ContextInternal context, Call call, ResultCollector<T> collector) {
        return query(context, call.bound(), call.isLenient() ? collector.lenient() : collector);
    }

    private <T> Request<T> query(@Nullable ContextInternal context, Call.Bound bound, ResultCollector<T> collector) {
        return submit(Requests.query(context, bound.sql(), bound.names(), bound.args(), collector, deadline()));
    }

    /** Done when the server has taken in what was closed before. */
    Future<Void> ping(@Nullable ContextInternal context) {
        return submit(Requests.ping(context, deadline())).future().mapEmpty();
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
        (edge == null ? executor : edge.executor(executor)).submit(request);
        return request;
    }

    // ---- at the edge of a client

    /** The same for what is called on this thread now and runs later: in the transaction that surrounds the call. */
    Verbs here() {
        return edge == null ? this : edge.settle(this, edge.ofThread());
    }

    /** The transaction that surrounds the calling thread; null if there is none. */
    @Nullable Transaction surrounding() {
        return edge == null ? null : edge.ofThread();
    }

    /** The future of a request as the caller gets it. */
    <T> Future<T> future(Request<T> request) {
        return failures(request.future());
    }

    <T> Future<T> failures(Future<T> future) {
        return edge == null || !edge.mapsFailures() ? future : future.recover(edge::failed);
    }

    <T> Flow.Publisher<T> failures(Flow.Publisher<T> publisher) {
        return edge == null || !edge.mapsFailures() ? publisher : new MappedFailures<>(publisher, this);
    }

    /** What a failure is for the caller. */
    Throwable failure(Throwable failure) {
        return failure instanceof PgException ours ? failure(ours) : failure;
    }

    /** What a failure is for the caller. */
    RuntimeException failure(PgException failure) {
        return edge == null ? failure : edge.failure(failure);
    }

    /** Waits for a request. */
    <T extends @Nullable Object> T await(Request<T> request) {
        try {
            return Waiting.await(request);
        } catch (PgException failure) {
            throw failure(failure);
        }
    }

    /** Does what may fail on the caller's thread. */
    <T extends @Nullable Object> T calling(Supplier<T> work) {
        try {
            return work.get();
        } catch (PgException failure) {
            throw failure(Waiting.traced(failure));
        }
    }

    // ---- copying

    CopyInCall copyIn(String table) {
        return CopyInCall.of(executor, table, timeoutNanos);
    }

    CopyOutCall copyOut(String tableOrQuery, @Nullable Object[] args) {
        check(tableOrQuery, args);
        return CopyOutCall.of(executor, tableOrQuery, args, timeoutNanos);
    }

    static void check(String sql) {
        Objects.requireNonNull(sql, "sql must not be null");
    }

    static void check(String sql, @Nullable Object[] args) {
        check(sql);
        Objects.requireNonNull(args, NO_ARGS);
    }

    /** The name of a statement at the server. */
    static String checkName(String name) {
        Objects.requireNonNull(name, "name must not be null");
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_NAME || name.indexOf(0) >= 0) {
            throw new PgMisuseException("the name of a statement has between 1 and " + LONGEST_NAME
                    + " bytes, none of them 0; this one has " + bytes);
        }
        return name;
    }

    static void checkRows(Object rows) {
        Objects.requireNonNull(rows, "rows must not be null");
    }

    static <T> Class<T> check(Class<T> type) {
        return Objects.requireNonNull(type, "type must not be null");
    }
}
