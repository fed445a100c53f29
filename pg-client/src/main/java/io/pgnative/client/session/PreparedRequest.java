package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that runs a prepared statement.
 *
 * @param <T> what the caller gets
 */
abstract class PreparedRequest<T extends @Nullable Object> extends Request<T> {

    private final StatementSource source;
    private @Nullable Statement statement;
    private @Nullable RowBuffer buffer;
    private boolean asksFirst;

    /**
     * Makes one.
     *
     * @param context where the future completes; null for on the session's loop
     * @param source which statement
     */
    PreparedRequest(@Nullable ContextInternal context, StatementSource source, long deadlineNanos) {
        super(context, deadlineNanos);
        this.source = source;
        this.asksFirst = source.own() != null;
    }

    @Override
    final String sql() {
        return source.sql();
    }

    /** What the arguments are called; empty when they have no names. */
    final List<String> names() {
        return source.names();
    }

    /** The statement of a user's own that this runs; null for the session's, which is found by its text. */
    final @Nullable OwnStatement own() {
        return source.own();
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

    // ---------------------------------------------------------------- the rows

    /** Where the session gathers rows; given before the first answer. */
    final void rows(RowBuffer newBuffer) {
        this.buffer = newBuffer;
    }

    /** Where the session gathers rows. */
    final RowBuffer buffer() {
        RowBuffer current = buffer;
        if (current == null) {
            throw new IllegalStateException("answered before it was sent");
        }
        return current;
    }

    /** What the rows look like; the server's word on this very run wins over what was learnt before. */
    final RowShape shapeOfRows() {
        StatementDescription told = parseAhead == null ? null : parseAhead.told();
        return told == null ? statement().shape() : told.shape();
    }

    /** Whether the rows came in the formats of the columns that they have. */
    final boolean isReadable() {
        return parseAhead == null || parseAhead.isReadable();
    }

    /** Completes with what a collector makes of the rows. */
    final void collect(PgSession session, ResultCollector<T> collector, RowShape shape, CommandResult result) {
        T value;
        try {
            value = collector.collect(buffer(), shape, result);
        } catch (RuntimeException | Error e) {
            buffer().clear();
            if (e instanceof VirtualMachineError) {
                session.broken(e);
            }
            fail(session, e);
            return;
        }
        complete(session, value);
    }
}
