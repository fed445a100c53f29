package io.pgnative.client.session;

import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A request that runs a prepared statement.
 *
 * @param <T> what the caller gets
 */
abstract class PreparedRequest<T extends @Nullable Object> extends Request<T> {

    private final String sql;
    private @Nullable Statement statement;
    private boolean asksFirst;

    PreparedRequest(@Nullable ContextInternal context, String sql, long deadlineNanos) {
        super(context, deadlineNanos);
        this.sql = sql;
    }

    @Override
    final String sql() {
        return sql;
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
