package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the requests that sessions run. */
public final class Requests {

    private Requests() {}

    /**
     * A statement with the extended protocol.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param args its arguments; not copied, and read on the session's loop
     * @param collector what becomes of the rows
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @param <T> what the collector makes
     * @return a request
     */
    public static <T> Request<T> query(
            @Nullable ContextInternal context,
            String sql,
            @Nullable Object[] args,
            ResultCollector<T> collector,
            long deadlineNanos) {
        return query(context, sql, List.of(), args, collector, deadlineNanos);
    }

    /**
     * A statement with the extended protocol, whose arguments have names.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param names what the arguments are called in messages; empty when they have no names
     * @param args its arguments; not copied, and read on the session's loop
     * @param collector what becomes of the rows
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @param <T> what the collector makes
     * @return a request
     */
    public static <T> Request<T> query(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            @Nullable Object[] args,
            ResultCollector<T> collector,
            long deadlineNanos) {
        return new ExtendedQuery<>(context, sql, names, args, collector, deadlineNanos);
    }

    /**
     * One or several statements without arguments, with the simple protocol.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql the statements
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the result of the last statement
     */
    public static Request<CommandResult> script(@Nullable ContextInternal context, String sql, long deadlineNanos) {
        return new Script(context, sql, false, deadlineNanos);
    }

    /**
     * The begin of a transaction. It is sent with the next statement, in the same round trip; when it fails, so does
     * that statement, without having run, and the next one tries again.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql a BEGIN
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request that ends at once
     */
    public static Request<@Nullable Void> begin(@Nullable ContextInternal context, String sql, long deadlineNanos) {
        return new Begin(context, sql, deadlineNanos);
    }

    /**
     * The end of a transaction. When nothing was sent in it, the server does not know of it and is not asked.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql COMMIT or ROLLBACK
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the command's result
     */
    public static Request<CommandResult> end(@Nullable ContextInternal context, String sql, long deadlineNanos) {
        return new Script(context, sql, true, deadlineNanos);
    }

    /**
     * One statement with many rows of arguments, atomic outside a transaction.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param rows arrays, lists or records; iterated once on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the last tag and the summed count
     */
    public static Request<CommandResult> batch(
            @Nullable ContextInternal context, String sql, Iterable<?> rows, long deadlineNanos) {
        return batch(context, sql, List.of(), rows, RowArguments.BY_POSITION, deadlineNanos);
    }

    /**
     * One statement with many rows of arguments, atomic outside a transaction.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param names what the arguments are called in messages; empty when they have no names
     * @param rows iterated once on the session's loop
     * @param arguments takes the arguments from a row, on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the last tag and the summed count
     */
    public static Request<CommandResult> batch(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            Iterable<?> rows,
            RowArguments arguments,
            long deadlineNanos) {
        return new Batch(context, sql, names, rows, arguments, deadlineNanos);
    }

    /**
     * Sets the codec of a type for the session that runs this, until its {@link SessionTypes#restore()}.
     *
     * @param context where the future completes; null for on the session's loop
     * @param typeName the type, as {@code regtype} takes it
     * @param choice what it is to be exchanged with; null for what the client has
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request
     */
    public static Request<@Nullable Void> typeCodec(
            @Nullable ContextInternal context, String typeName, @Nullable TypeChoice choice, long deadlineNanos) {
        return new ChooseCodec(context, typeName, choice, deadlineNanos);
    }

    /**
     * The rows of a statement, in batches, as they are asked for.
     *
     * @param executor who runs it. Where it holds a transaction, each batch is an exchange of its own, so that other
     *     statements can run in between; elsewhere the statement has its connection for itself until it ends
     * @param sql one statement
     * @param names what the arguments are called in messages; empty when they have no names
     * @param args its arguments; not copied, and read on the session's loop
     * @param fetchSize rows to ask for at a time; 0 for what the options say
     * @param timeoutNanos limit of waiting for each batch; 0 means none
     * @return a source that has sent nothing yet
     */
    public static RowSource stream(
            QueryExecutor executor,
            String sql,
            List<String> names,
            @Nullable Object[] args,
            int fetchSize,
            long timeoutNanos) {
        BatchSize size = new BatchSize(fetchSize);
        return executor.holdsTransaction()
                ? PortalSource.of(executor, sql, names, args, size, () -> deadline(timeoutNanos))
                : new StreamQuery(executor, sql, names, args, size, timeoutNanos);
    }

    private static long deadline(long timeoutNanos) {
        return timeoutNanos == 0 ? Request.NO_DEADLINE : System.nanoTime() + timeoutNanos;
    }

    /**
     * Binds a statement to a portal, from which nothing is taken yet.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param names what the arguments are called in messages; empty when they have no names
     * @param args its arguments; not copied, and read on the session's loop
     * @param isHeld whether it is to outlive its transaction
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the portal, without rows
     */
    public static Request<PortalBatch> openPortal(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            @Nullable Object[] args,
            boolean isHeld,
            long deadlineNanos) {
        return new PortalOpen(context, sql, names, args, isHeld, null, deadlineNanos);
    }

    /**
     * Takes the next rows from a portal.
     *
     * @param context where the future completes; null for on the session's loop
     * @param portal of the session that will run this
     * @param rows the most rows, more than zero
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for that many rows, or those that are left
     */
    public static Request<PortalBatch> fetchPortal(
            @Nullable ContextInternal context, Portal portal, int rows, long deadlineNanos) {
        return new PortalFetch(context, portal, new BatchSize(rows), deadlineNanos);
    }

    /**
     * What is left in a portal, in batches, as they are asked for.
     *
     * @param executor who runs it; where the portal was opened
     * @param portal the portal
     * @param rows the rows to ask for at a time, more than zero
     * @param timeoutNanos limit of waiting for each batch; 0 means none
     * @return a source
     */
    public static RowSource streamPortal(QueryExecutor executor, Portal portal, int rows, long timeoutNanos) {
        return PortalSource.of(executor, portal, new BatchSize(rows), () -> deadline(timeoutNanos));
    }

    /**
     * Closes a portal.
     *
     * @param context where the future completes; null for on the session's loop
     * @param portal of the session that will run this
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request
     */
    public static Request<@Nullable Void> closePortal(
            @Nullable ContextInternal context, Portal portal, long deadlineNanos) {
        return new PortalClose(context, portal, deadlineNanos);
    }

    /**
     * A Sync alone: answered at once by a server that lives.
     *
     * @param context where the future completes; null for on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request
     */
    public static Request<@Nullable Void> ping(@Nullable ContextInternal context, long deadlineNanos) {
        return new Ping(context, deadlineNanos);
    }
}
