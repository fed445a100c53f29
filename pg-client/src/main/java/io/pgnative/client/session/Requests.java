package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
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
        return new ExtendedQuery<>(context, StatementSource.text(sql, names), args, collector, deadlineNanos);
    }

    /**
     * A run of a statement that a user has prepared.
     *
     * @param context where the future completes; null for on the session's loop
     * @param own prepared on the session that runs this
     * @param args its arguments; not copied, and read on the session's loop
     * @param collector what becomes of the rows
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @param <T> what the collector makes
     * @return a request
     */
    public static <T> Request<T> query(
            @Nullable ContextInternal context,
            OwnStatement own,
            @Nullable Object[] args,
            ResultCollector<T> collector,
            long deadlineNanos) {
        return new ExtendedQuery<>(context, StatementSource.of(own), args, collector, deadlineNanos);
    }

    /**
     * Prepares a statement for its user, apart from those that the session keeps.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param name its name at the server; null for one of the session's choice
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request that runs nothing
     */
    public static Request<OwnStatement> prepare(
            @Nullable ContextInternal context, String sql, @Nullable String name, long deadlineNanos) {
        return new PrepareOwn(context, new OwnStatement(sql, name), deadlineNanos);
    }

    /**
     * Gives up a statement that a user has prepared.
     *
     * @param context where the future completes; null for on the session's loop
     * @param own prepared on the session that runs this
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request that ends in its turn; the server is told with what is sent next
     */
    public static Request<@Nullable Void> close(
            @Nullable ContextInternal context, OwnStatement own, long deadlineNanos) {
        return new CloseOwn(context, own, deadlineNanos);
    }

    /**
     * Asks the server for the plan of a statement that a user has prepared.
     *
     * @param context where the future completes; null for on the session's loop
     * @param own prepared on the session that runs this
     * @param explain what goes before the statement, such as {@code EXPLAIN (FORMAT JSON)}
     * @param isUndone whether the server runs the statement, so that what it does is to be rolled back
     * @param args its arguments; not copied, and read on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the plan as the server writes it
     */
    public static Request<String> explain(
            @Nullable ContextInternal context,
            OwnStatement own,
            String explain,
            boolean isUndone,
            @Nullable Object[] args,
            long deadlineNanos) {
        return new Explain(context, own, explain, isUndone, args, deadlineNanos);
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
        return new Script(context, sql, Operation.SCRIPT, deadlineNanos);
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
        Operation end = sql.startsWith("COMMIT") ? Operation.COMMIT : Operation.ROLLBACK;
        return new Script(context, sql, end, deadlineNanos);
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
        return batch(context, sql, List.of(), rows, RowArguments.BY_POSITION, ResultCollector.command(), deadlineNanos);
    }

    /**
     * One statement with many rows of arguments, atomic outside a transaction.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param names what the arguments are called in messages; empty when they have no names
     * @param rows iterated once on the session's loop
     * @param arguments takes the arguments from a row, on the session's loop
     * @param collector what becomes of the rows that the statement returns
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @param <T> what the collector makes, of the last tag, the summed count and the rows of all runs
     * @return a request
     */
    public static <T> Request<T> batch(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            Iterable<?> rows,
            RowArguments arguments,
            ResultCollector<T> collector,
            long deadlineNanos) {
        return new Batch<>(
                context, StatementSource.text(sql, names), new IteratedRows(rows), arguments, collector, deadlineNanos);
    }

    /**
     * The same with rows of a publisher.
     *
     * @param context where the future completes; null for on the session's loop
     * @param sql one statement
     * @param names what the arguments are called in messages; empty when they have no names
     * @param rows subscribed to, asked and cancelled on the session's loop
     * @param arguments takes the arguments from a row, on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the last tag and the summed count
     */
    public static Request<CommandResult> batch(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            Flow.Publisher<?> rows,
            RowArguments arguments,
            long deadlineNanos) {
        return new Batch<>(
                context,
                StatementSource.text(sql, names),
                new PublishedRows(rows),
                arguments,
                ResultCollector.command(),
                deadlineNanos);
    }

    /**
     * A statement that a user has prepared, with many rows of arguments.
     *
     * @param context where the future completes; null for on the session's loop
     * @param own prepared on the session that runs this
     * @param rows arrays, lists or records; iterated once on the session's loop
     * @param collector what becomes of the rows that the statement returns
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @param <T> what the collector makes, of the last tag, the summed count and the rows of all runs
     * @return a request
     */
    public static <T> Request<T> batch(
            @Nullable ContextInternal context,
            OwnStatement own,
            Iterable<?> rows,
            ResultCollector<T> collector,
            long deadlineNanos) {
        return new Batch<>(
                context,
                StatementSource.of(own),
                new IteratedRows(rows),
                RowArguments.BY_POSITION,
                collector,
                deadlineNanos);
    }

    /**
     * The same with rows of a publisher.
     *
     * @param context where the future completes; null for on the session's loop
     * @param own prepared on the session that runs this
     * @param rows arrays, lists or records; subscribed to, asked and cancelled on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the last tag and the summed count
     */
    public static Request<CommandResult> batch(
            @Nullable ContextInternal context, OwnStatement own, Flow.Publisher<?> rows, long deadlineNanos) {
        return new Batch<>(
                context,
                StatementSource.of(own),
                new PublishedRows(rows),
                RowArguments.BY_POSITION,
                ResultCollector.command(),
                deadlineNanos);
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
     * A listener of channels, which is registered when the server has been told of it.
     *
     * @param context where the future completes; null for on the session's loop
     * @param channels names that {@link ChannelNames#check} has let pass, each once; one or more
     * @param listener told of what is notified on them; the same one for the same channels is registered once
     * @param handlerContext where the listener is called; null for the session's context
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the registration
     */
    public static Request<PgRegistration> listen(
            @Nullable ContextInternal context,
            List<String> channels,
            NotificationListener listener,
            @Nullable ContextInternal handlerContext,
            long deadlineNanos) {
        return new Listen(context, channels, listener, handlerContext, deadlineNanos);
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
        return stream(executor, StatementSource.text(sql, names), args, fetchSize, timeoutNanos);
    }

    /**
     * The rows of a statement that a user has prepared, in batches, as they are asked for.
     *
     * @param executor who runs it, on the session it was prepared on; see the other
     * @param own the statement
     * @param args its arguments; not copied, and read on the session's loop
     * @param timeoutNanos limit of waiting for each batch; 0 means none
     * @return a source that has sent nothing yet
     */
    public static RowSource stream(
            QueryExecutor executor, OwnStatement own, @Nullable Object[] args, long timeoutNanos) {
        return stream(executor, StatementSource.of(own), args, 0, timeoutNanos);
    }

    private static RowSource stream(
            QueryExecutor executor, StatementSource source, @Nullable Object[] args, int fetchSize, long timeoutNanos) {
        BatchSize size = new BatchSize(fetchSize);
        return executor.holdsTransaction()
                ? PortalSource.of(executor, source, args, size, () -> deadline(timeoutNanos))
                : new StreamQuery(executor, source, args, size, timeoutNanos);
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
        return new PortalOpen(context, StatementSource.text(sql, names), args, isHeld, null, deadlineNanos);
    }

    /**
     * Binds a statement that a user has prepared to a portal, from which nothing is taken yet.
     *
     * @param context where the future completes; null for on the session's loop
     * @param own prepared on the session that runs this
     * @param args its arguments; not copied, and read on the session's loop
     * @param isHeld whether it is to outlive its transaction
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the portal, without rows
     */
    public static Request<PortalBatch> openPortal(
            @Nullable ContextInternal context,
            OwnStatement own,
            @Nullable Object[] args,
            boolean isHeld,
            long deadlineNanos) {
        return new PortalOpen(context, StatementSource.of(own), args, isHeld, null, deadlineNanos);
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
     * Undoes what the last user has done to a session. Whatever is submitted next waits for it.
     *
     * @param sql from {@link #resetSql}
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request; the session must not be used any more when it fails
     */
    public static Request<@Nullable Void> reset(String sql, long deadlineNanos) {
        return new Reset(sql, deadlineNanos);
    }

    /**
     * The statements that reset a session.
     *
     * @param policy what is to be undone
     * @param parameters what the server reports, by which flavours of servers are told
     * @return null if there is nothing to do
     */
    public static @Nullable String resetSql(ResetPolicy policy, Map<String, String> parameters) {
        return Reset.sql(policy, parameters);
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
