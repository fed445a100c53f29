package io.pgnative.client.copy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.Row;
import io.pgnative.client.session.CopyMeter;
import io.pgnative.client.session.CopyRequests;
import io.pgnative.client.session.CopyRowFeed;
import io.pgnative.client.session.CopySource;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.ResultCollector;
import io.pgnative.client.session.RowArguments;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A copying of data to a server in the making, behind all faces. Immutable. */
public final class CopyInCall {

    /** Pieces of data that may wait for the socket: they may be large. */
    private static final int PIECES = 2;

    private static final int ROWS = 1024;

    private static final String COLUMNS = "select attname::pg_catalog.text from pg_catalog.pg_attribute"
            + " where attrelid = $1::pg_catalog.text::pg_catalog.regclass and attnum > 0 and not attisdropped"
            + " and attgenerated = '' order by attnum";

    private final QueryExecutor executor;
    private final CopyInSql sql;
    private final long timeoutNanos;
    private final @Nullable Consumer<CopyProgress> listener;

    private CopyInCall(
            QueryExecutor executor, CopyInSql sql, long timeoutNanos, @Nullable Consumer<CopyProgress> listener) {
        this.executor = executor;
        this.sql = sql;
        this.timeoutNanos = timeoutNanos;
        this.listener = listener;
    }

    /**
     * Makes one.
     *
     * @param executor who runs it
     * @param table as written in SQL
     * @param timeoutNanos limit of the whole; 0 means none
     * @return a call
     */
    public static CopyInCall of(QueryExecutor executor, String table, long timeoutNanos) {
        return new CopyInCall(executor, CopyInSql.of(table), timeoutNanos, null);
    }

    /**
     * The same for some columns.
     *
     * @param names exact
     * @return a call
     */
    public CopyInCall columns(String... names) {
        return with(sql.columns(names));
    }

    /**
     * The same for the rows that a condition holds for.
     *
     * @param condition SQL
     * @return a call
     */
    public CopyInCall where(String condition) {
        return with(sql.where(Objects.requireNonNull(condition, "condition must not be null")));
    }

    /**
     * The same in the text format.
     *
     * @param options its options
     * @return a call
     */
    public CopyInCall text(CopyOption... options) {
        return with(sql.format(CopyFormat.of(CopyFormat.Kind.TEXT, true, options)));
    }

    /**
     * The same in the CSV format.
     *
     * @param options its options
     * @return a call
     */
    public CopyInCall csv(CopyOption... options) {
        return with(sql.format(CopyFormat.of(CopyFormat.Kind.CSV, true, options)));
    }

    /**
     * The same in the binary format.
     *
     * @param options its options
     * @return a call
     */
    public CopyInCall binary(CopyOption... options) {
        return with(sql.format(CopyFormat.of(CopyFormat.Kind.BINARY, true, options)));
    }

    private CopyInCall with(CopyInSql newSql) {
        return new CopyInCall(executor, newSql, timeoutNanos, listener);
    }

    /**
     * The same run by another one.
     *
     * @param other who runs it
     * @return a call
     */
    public CopyInCall on(QueryExecutor other) {
        return other == executor ? this : new CopyInCall(other, sql, timeoutNanos, listener);
    }

    /**
     * The same with a limit.
     *
     * @param nanos of the whole; 0 means none
     * @return a call
     */
    public CopyInCall timeout(long nanos) {
        return new CopyInCall(executor, sql, nanos, listener);
    }

    /**
     * The same with somebody who is told of the progress.
     *
     * @param newListener runs on the caller's context, else on the session's loop
     * @return a call
     */
    public CopyInCall progress(Consumer<CopyProgress> newListener) {
        return new CopyInCall(
                executor, sql, timeoutNanos, Objects.requireNonNull(newListener, "listener must not be null"));
    }

    // ---------------------------------------------------------------- data as they are

    /**
     * Copies a file.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param path opened before anything is sent
     * @return under way
     */
    public CopyTask from(Promise<CommandResult> promise, @Nullable Context context, Path path) {
        Objects.requireNonNull(path, "path must not be null");
        CopyTask task = task(promise);
        Vertx vertx = task.vertx();
        vertx.executeBlocking(() -> Files.newInputStream(path), false)
                .onSuccess(stream -> send(task, context, new StreamedBytes(vertx, stream, true, countsLines())))
                .onFailure(task::abandon);
        return task;
    }

    /**
     * Copies what a stream has.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param stream read on worker threads, and not closed
     * @return under way
     */
    public CopyTask from(Promise<CommandResult> promise, @Nullable Context context, InputStream stream) {
        Objects.requireNonNull(stream, "stream must not be null");
        return send(promise, context, new StreamedBytes(executor.vertx(), stream, false, countsLines()));
    }

    /**
     * Copies bytes.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param bytes from position to limit, which do not change
     * @return under way
     */
    public CopyTask from(Promise<CommandResult> promise, @Nullable Context context, ByteBuffer bytes) {
        return send(promise, context, new BytesAtHand(bytes, countsLines()));
    }

    /**
     * Copies what a publisher gives.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param publisher subscribed to once the server is ready
     * @return under way
     */
    public CopyTask from(
            Promise<CommandResult> promise, @Nullable Context context, Flow.Publisher<? extends ByteBuffer> publisher) {
        Objects.requireNonNull(publisher, "publisher must not be null");
        return send(
                promise, context, new PublishedBytes(new Inflow<>(publisher, callers(context), PIECES), countsLines()));
    }

    /**
     * Copies what a stream gives.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param stream paused until the server is ready
     * @return under way
     */
    public CopyTask from(Promise<CommandResult> promise, @Nullable Context context, ReadStream<Buffer> stream) {
        return from(promise, context, new ReadStreamPublisher(stream, callers(context)));
    }

    private boolean countsLines() {
        return listener != null && (sql.format() == null || !sql.format().isBinary());
    }

    // ---------------------------------------------------------------- rows

    /**
     * Copies rows.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param rows iterated once, on the session's loop
     * @param arguments takes the values of columns from a row
     * @return under way
     */
    public CopyTask rows(
            Promise<CommandResult> promise,
            @Nullable Context context,
            Iterable<?> rows,
            Function<List<String>, RowArguments> arguments) {
        Objects.requireNonNull(rows, "rows must not be null");
        return rows(promise, context, new RowsAtHand(rows), arguments);
    }

    /**
     * Copies the rows that a publisher gives.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param rows subscribed to once the server is ready
     * @param arguments takes the values of columns from a row
     * @return under way
     */
    public CopyTask rows(
            Promise<CommandResult> promise,
            @Nullable Context context,
            Flow.Publisher<?> rows,
            Function<List<String>, RowArguments> arguments) {
        Objects.requireNonNull(rows, "rows must not be null");
        return rows(promise, context, new PublishedRows(new Inflow<Object>(rows, callers(context), ROWS)), arguments);
    }

    private CopyTask rows(
            Promise<CommandResult> promise,
            @Nullable Context context,
            CopyRowFeed feed,
            Function<List<String>, RowArguments> arguments) {
        CopyFormat format = sql.format();
        if (format != null && !format.isBinary()) {
            throw new PgMisuseException(
                    "rows are copied in the binary format; text(...) and csv(...) are for from(...)");
        }
        CopyTask task = task(promise);
        CopyInCall binary = format == null ? with(sql.format(CopyFormat.BINARY)) : this;
        columns(task, sql.table(), sql.columns())
                .map(names -> binary.with(binary.sql.columns(names)))
                .compose(named -> task.run(CopyRequests.describe(named.sql.probe(), task.deadlineNanos()))
                        .map(shape -> {
                            List<String> names = named.sql.columns();
                            named.send(task, context, CopyRequests.rows(shape, arguments.apply(names), feed));
                            return shape;
                        }))
                .onFailure(task::abandon);
        return task;
    }

    /** The columns that are copied when none are named: all that are not generated. */
    static Future<List<String>> columns(CopyTask task, CopyTable table, List<String> named) {
        if (!named.isEmpty()) {
            return Future.succeededFuture(named);
        }
        Object[] args = {table.toSql()};
        return task.run(Requests.query(null, COLUMNS, args, ResultCollector.rows(), task.deadlineNanos()))
                .map(rows -> rows.stream().map(CopyInCall::name).toList());
    }

    private static String name(Row row) {
        return String.valueOf(row.getString(0));
    }

    // ---------------------------------------------------------------- the copy itself

    private CopyTask task(Promise<CommandResult> promise) {
        return new CopyTask(executor, promise, timeoutNanos);
    }

    private CopyTask send(Promise<CommandResult> promise, @Nullable Context context, CopySource source) {
        CopyTask task = task(promise);
        send(task, context, source);
        return task;
    }

    private void send(CopyTask task, @Nullable Context context, CopySource source) {
        ProgressReports reports =
                listener == null ? null : new ProgressReports(listener, callers(context), task::abandon);
        CopyMeter meter = reports == null ? (rows, bytes) -> {} : reports;
        task.run(CopyRequests.in(sql::toSql, source, meter, task.deadlineNanos()))
                .onComplete((result, failure) -> {
                    source.close();
                    if (failure != null) {
                        task.abandon(failure);
                        return;
                    }
                    if (reports == null) {
                        task.complete(result);
                    } else {
                        reports.end(result.rowCount(), () -> task.complete(result));
                    }
                });
    }

    /** Where code of the caller runs. */
    static Executor callers(@Nullable Context context) {
        return context == null ? Runnable::run : task -> context.runOnContext(now -> task.run());
    }
}
