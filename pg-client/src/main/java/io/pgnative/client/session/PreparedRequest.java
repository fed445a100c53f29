package io.pgnative.client.session;

import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that runs a prepared statement.
 *
 * @param <T> what the caller gets
 */
abstract class PreparedRequest<T extends @Nullable Object> extends Request<T> {

    private final String sql;
    private final List<String> names;
    private @Nullable Statement statement;
    private boolean asksFirst;

    /**
     * Makes one.
     *
     * @param context where the future completes; null for on the session's loop
     * @param names what the arguments are called in messages; empty when they have no names
     */
    PreparedRequest(@Nullable ContextInternal context, String sql, List<String> names, long deadlineNanos) {
        super(context, deadlineNanos);
        this.sql = sql;
        this.names = names;
    }

    @Override
    final String sql() {
        return sql;
    }

    /** What the arguments are called; empty when they have no names. */
    final List<String> names() {
        return names;
    }

    final void statement(Statement prepared) {
        this.statement = prepared;
    }

    /** Whether the server is to be asked for the statement, whatever other sessions have learnt of it. */
    final boolean asksFirst() {
        return asksFirst;
    }

    final void askFirst() {
        asksFirst = true;
    }

    /** Whether the statement is kept prepared, and its description for other sessions. */
    boolean keepsStatement() {
        return true;
    }

    /** The server has told all there is to know of the statement. */
    void described(PgSession session) {
        session.send(this);
    }

    @Override
    final boolean takesBegin() {
        return true;
    }

    @Override
    final boolean isAlone() {
        return statement().mayBeCopy();
    }

    @Override
    final boolean runsInTransaction() {
        return true;
    }

    /** The statement, which the session has set before the request writes. */
    final Statement statement() {
        Statement prepared = statement;
        if (prepared == null) {
            throw new IllegalStateException("written before it was prepared");
        }
        return prepared;
    }
}
