package io.pgnative.client.copy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.session.CopyMeter;
import io.pgnative.client.session.CopyRequests;
import io.pgnative.client.session.CopySink;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.sql.NumberedSql;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A copying of data from a server in the making, behind all faces. Immutable. */
public final class CopyOutCall {

    private final QueryExecutor executor;
    private final CopyOutSql sql;
    private final @Nullable Object[] args;
    private final long timeoutNanos;
    private final @Nullable Consumer<CopyProgress> listener;

    private CopyOutCall(
            QueryExecutor executor,
            CopyOutSql sql,
            @Nullable Object[] args,
            long timeoutNanos,
            @Nullable Consumer<CopyProgress> listener) {
        this.executor = executor;
        this.sql = sql;
        this.args = args;
        this.timeoutNanos = timeoutNanos;
        this.listener = listener;
    }

    /**
     * Makes one.
     *
     * @param executor who runs it
     * @param tableOrQuery a name as written in SQL, or a query
     * @param args of the query
     * @param timeoutNanos limit of the whole; 0 means none
     * @return a call
     */
    public static CopyOutCall of(
            QueryExecutor executor, String tableOrQuery, @Nullable Object[] args, long timeoutNanos) {
        return new CopyOutCall(executor, CopyOutSql.of(tableOrQuery, args), args.clone(), timeoutNanos, null);
    }

    /**
     * The same for some columns.
     *
     * @param names exact
     * @return a call
     */
    public CopyOutCall columns(String... names) {
        return with(sql.columns(names));
    }

    /**
     * The same in the text format.
     *
     * @param options its options
     * @return a call
     */
    public CopyOutCall text(CopyOption... options) {
        return with(sql.format(CopyFormat.of(CopyFormat.Kind.TEXT, false, options)));
    }

    /**
     * The same in the CSV format.
     *
     * @param options its options
     * @return a call
     */
    public CopyOutCall csv(CopyOption... options) {
        return with(sql.format(CopyFormat.of(CopyFormat.Kind.CSV, false, options)));
    }

    /**
     * The same in the binary format.
     *
     * @param options its options
     * @return a call
     */
    public CopyOutCall binary(CopyOption... options) {
        return with(sql.format(CopyFormat.of(CopyFormat.Kind.BINARY, false, options)));
    }

    private CopyOutCall with(CopyOutSql newSql) {
        return new CopyOutCall(executor, newSql, args, timeoutNanos, listener);
    }

    /**
     * The same run by another one.
     *
     * @param other who runs it
     * @return a call
     */
    public CopyOutCall on(QueryExecutor other) {
        return other == executor ? this : new CopyOutCall(other, sql, args, timeoutNanos, listener);
    }

    /**
     * The same with a limit.
     *
     * @param nanos of the whole; 0 means none
     * @return a call
     */
    public CopyOutCall timeout(long nanos) {
        return new CopyOutCall(executor, sql, args, nanos, listener);
    }

    /**
     * The same with somebody who is told of the progress.
     *
     * @param newListener runs on the caller's context, else on the session's loop
     * @return a call
     */
    public CopyOutCall progress(Consumer<CopyProgress> newListener) {
        return new CopyOutCall(
                executor, sql, args, timeoutNanos, Objects.requireNonNull(newListener, "listener must not be null"));
    }

    // ---------------------------------------------------------------- to what is written

    /**
     * Copies to a file, which is made or emptied.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param path opened before anything is sent
     * @return under way
     */
    public CopyTask to(Promise<CommandResult> promise, @Nullable Context context, Path path) {
        Objects.requireNonNull(path, "path must not be null");
        CopyTask task = new CopyTask(executor, promise, timeoutNanos);
        Vertx vertx = task.vertx();
        vertx.executeBlocking(() -> Files.newOutputStream(path), false)
                .onSuccess(stream -> write(task, context, new OutputStreamWriter(vertx, stream, true)))
                .onFailure(task::abandon);
        return task;
    }

    /**
     * Copies to a stream.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param stream written on worker threads; flushed, and not closed
     * @return under way
     */
    public CopyTask to(Promise<CommandResult> promise, @Nullable Context context, OutputStream stream) {
        Objects.requireNonNull(stream, "stream must not be null");
        CopyTask task = new CopyTask(executor, promise, timeoutNanos);
        write(task, context, new OutputStreamWriter(task.vertx(), stream, false));
        return task;
    }

    /**
     * Copies to a stream.
     *
     * @param promise for the result
     * @param context the caller's; null if he has none
     * @param stream ended when all is written
     * @return under way
     */
    public CopyTask to(Promise<CommandResult> promise, @Nullable Context context, WriteStream<Buffer> stream) {
        Objects.requireNonNull(stream, "stream must not be null");
        CopyTask task = new CopyTask(executor, promise, timeoutNanos);
        write(task, context, new WriteStreamWriter(stream));
        return task;
    }

    private void write(CopyTask task, @Nullable Context context, ChunkWriter writer) {
        writer.written().onFailure(task::abandon);
        Outflow<ByteBuffer, ByteBuffer> outflow =
                new Outflow<>(writer, CopyOutCall::one, executor(context), task::abandon);
        outflow.subscribe();
        literals(task)
                .compose(literal -> literal.copy(task, context, new ByteSink(outflow), outflow, writer.written()))
                .onFailure(failure -> end(task, outflow, failure));
    }

    private static Iterator<ByteBuffer> one(ByteBuffer piece) {
        return Collections.singletonList(piece).iterator();
    }

    // ---------------------------------------------------------------- to who subscribes

    /**
     * The data, as they are asked for: each subscription copies.
     *
     * @param contexts tells the context of a subscriber; null if he has none
     * @return a publisher
     */
    public Flow.Publisher<ByteBuffer> bytes(Supplier<@Nullable Context> contexts) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber must not be null");
            Context context = contexts.get();
            CopyTask task = new CopyTask(executor, Promise.promise(), timeoutNanos);
            Outflow<ByteBuffer, ByteBuffer> outflow =
                    new Outflow<>(subscriber, CopyOutCall::one, executor(context), task::abandon);
            outflow.subscribe();
            task.future().onFailure(outflow::end);
            literals(task)
                    .compose(literal ->
                            literal.copy(task, context, new ByteSink(outflow), outflow, Future.succeededFuture()))
                    .onFailure(failure -> end(task, outflow, failure));
        };
    }

    /**
     * The rows, as they are asked for: each subscription copies.
     *
     * @param contexts tells the context of a subscriber; null if he has none
     * @return a publisher
     */
    public Flow.Publisher<Row> rows(Supplier<@Nullable Context> contexts) {
        return rows(contexts, Rows::iterator);
    }

    /**
     * The rows, mapped, as they are asked for: each subscription copies.
     *
     * @param contexts tells the context of a subscriber; null if he has none
     * @param type class to map to
     * @param <T> the same
     * @return a publisher
     */
    public <T> Flow.Publisher<T> rows(Supplier<@Nullable Context> contexts, Class<T> type) {
        return rows(contexts, rows -> rows.as(type).iterator());
    }

    private <T> Flow.Publisher<T> rows(Supplier<@Nullable Context> contexts, Function<Rows, Iterator<T>> open) {
        CopyFormat format = sql.format();
        if (format != null && !format.isBinary()) {
            throw new PgMisuseException(
                    "rows are copied in the binary format; text(...) and csv(...) are for to(...) and bytes()");
        }
        CopyOutCall binary = format == null ? with(sql.format(CopyFormat.BINARY)) : this;
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber must not be null");
            Context context = contexts.get();
            CopyTask task = new CopyTask(executor, Promise.promise(), timeoutNanos);
            Outflow<Rows, T> outflow = new Outflow<>(subscriber, open, executor(context), task::abandon);
            outflow.subscribe();
            task.future().onFailure(outflow::end);
            binary.literals(task)
                    .compose(literal -> literal.named(task))
                    .compose(named -> task.run(CopyRequests.describe(named.sql.probe(), task.deadlineNanos()))
                            .compose(shape -> named.copy(
                                    task,
                                    context,
                                    CopyRequests.rows(shape, new RowSink(outflow)),
                                    outflow,
                                    Future.succeededFuture())))
                    .onFailure(failure -> end(task, outflow, failure));
        };
    }

    // ---------------------------------------------------------------- the copy itself

    private static @Nullable Executor executor(@Nullable Context context) {
        return context == null ? null : CopyInCall.callers(context);
    }

    /** COPY takes no parameters: has the server write the arguments as literals. */
    private Future<CopyOutCall> literals(CopyTask task) {
        String query = sql.query();
        if (query == null || args.length == 0) {
            return Future.succeededFuture(this);
        }
        return task.run(CopyRequests.literals(query, args, task.deadlineNanos()))
                .map(literals -> with(sql.query(NumberedSql.withLiterals(query, literals))));
    }

    /** Of a table, with the names of its columns. */
    private Future<CopyOutCall> named(CopyTask task) {
        CopyTable table = sql.table();
        return table == null
                ? Future.succeededFuture(this)
                : CopyInCall.columns(task, table, sql.columns()).map(names -> with(sql.columns(names)));
    }

    /** Runs the copy; done when what was received is where it should be, too. */
    private Future<CommandResult> copy(
            CopyTask task, @Nullable Context context, CopySink sink, Outflow<?, ?> outflow, Future<Void> written) {
        ProgressReports reports =
                listener == null ? null : new ProgressReports(listener, CopyInCall.callers(context), task::abandon);
        CopyMeter meter = reports == null ? (rows, bytes) -> {} : reports;
        return task.run(CopyRequests.out(sql::toSql, sink, meter, task.deadlineNanos()))
                .compose(result -> {
                    outflow.end(null);
                    return written.map(result);
                })
                .onSuccess(result -> {
                    if (reports == null) {
                        task.complete(result);
                    } else {
                        reports.end(result.rowCount(), () -> task.complete(result));
                    }
                });
    }

    private static void end(CopyTask task, Outflow<?, ?> outflow, Throwable failure) {
        outflow.end(failure);
        task.abandon(failure);
    }
}
