package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
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
    private final @Nullable OwnStatement own;
    private @Nullable Statement statement;
    private boolean asksFirst;

    /**
     * Makes one.
     *
     * @param context where the future completes; null for on the session's loop
     * @param source which statement
     */
    PreparedRequest(@Nullable ContextInternal context, StatementSource source, long deadlineNanos) {
        super(context, deadlineNanos);
        // Its parts, not itself: it then need not be made at all.
        this.sql = source.sql();
        this.names = source.names();
        this.own = source.own();
        this.asksFirst = own != null;
    }

    @Override
    final String sql() {
        return sql;
    }

    /** What the arguments are called; empty when they have no names. */
    final List<String> names() {
        return names;
    }

    /** The statement of a user's own that this runs; null for the session's, which is found by its text. */
    final @Nullable OwnStatement own() {
        return own;
    }

    /** Tells the statement of a user's own what a run has said at its end; null for nothing. */
    final void ran(@Nullable CommandResult result) {
        if (own != null) {
            own.ran(result);
        }
    }

    /** The server has been asked for the statement, and it can be run now. */
    void described(PgSession session) {
        if (isAbandoned()) {
            settle(session);
        } else {
            session.send(this);
        }
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

    /**
     * What to send when an argument does not fit what another session has learnt; null when it cannot fit. Only the
     * server knows whether it fits here, where the names in the statement may stand for other tables.
     */
    final @Nullable Exchange askingFirst() {
        ParseAhead ahead = parseAhead;
        if (ahead == null || asksFirst()) {
            return null;
        }
        parseAhead = null;
        return new Prepare(this, ahead.name(), statement().description().types());
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
    final boolean changesSession() {
        Statement prepared = statement;
        return prepared != null && prepared.changesSession();
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
