package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent.Operation;
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
