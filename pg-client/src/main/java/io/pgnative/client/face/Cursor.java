package io.pgnative.client.face;

import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.Row;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.session.Portal;
import io.pgnative.client.session.PortalBatch;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.RowSource;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cursor; behind all faces.
 *
 * @param verbs run where it lives: in its transaction, or on its connection if it is held
 * @param connection whose cursor it is
 * @param portal the server's side of it
 * @param prefetch the rows that its streams ask for at a time
 */
record Cursor(Verbs verbs, Borrowed connection, Portal portal, int prefetch) {

    /**
     * Opens one.
     *
     * @param where a connection or a transaction
     * @param context where the future completes; null for on the session's loop
     */
    static Request<PortalBatch> open(
            Connected where,
            @Nullable ContextInternal context,
            CursorOptions options,
            String sql,
            @Nullable Object[] args) {
        return verbs(where, options).openPortal(context, sql, args, options.isHeld());
    }

    /** The cursor of a portal that was opened so. */
    static Cursor of(Connected where, CursorOptions options, PortalBatch opened) {
        Borrowed connection = where.connection();
        if (!options.isHeld()) {
            return new Cursor(verbs(where, options), connection, opened.portal(), options.prefetchRows());
        }
        connection.holds(opened.portal());
        return new Cursor(connection.verbs(), connection, opened.portal(), options.prefetchRows());
    }

    /** Where a cursor is opened. */
    static Verbs verbs(Connected where, CursorOptions options) {
        Transaction transaction = where.transaction();
        if (transaction != null) {
            return transaction.verbs();
        }
        if (!options.isHeld()) {
            throw new PgMisuseException("a cursor needs a transaction that was begun with inTransaction() or begin();"
                    + " a BEGIN in SQL is not enough. Use stream(), or a cursor withHold(), without one");
        }
        return where.verbs();
    }

    List<Column> columns() {
        return portal.columns();
    }

    boolean isExhausted() {
        return portal.isExhausted();
    }

    Request<PortalBatch> fetch(@Nullable ContextInternal context, int rows) {
        checkFetch(rows);
        return verbs.submit(Requests.fetchPortal(context, portal, rows, verbs.deadline()));
    }

    static void checkFetch(int rows) {
        if (rows <= 0) {
            throw new PgMisuseException("a fetch is for at least one row, not " + rows);
        }
    }

    static ResultRows rows(PortalBatch batch) {
        return batch.rows();
    }

    static Optional<Row> first(ResultRows rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    static <T> Optional<T> first(ResultRows rows, Class<T> type) {
        return first(rows).map(row -> row.as(type));
    }

    RowSource rest() {
        return Requests.streamPortal(verbs.executor(), portal, prefetch, verbs.timeoutNanos());
    }

    /** Passes over rows, in steps, since SQL counts them with an integer. */
    Future<Long> forward(@Nullable ContextInternal context, long rows) {
        checkForward(rows);
        int step = (int) Math.min(rows, Integer.MAX_VALUE);
        return move(context, step).future().compose(moved -> {
            moved(step, moved);
            return moved.rowCount() < step || rows == step
                    ? Future.succeededFuture(moved.rowCount())
                    : forward(context, rows - step).map(more -> step + more);
        });
    }

    static void checkForward(long rows) {
        if (rows <= 0) {
            throw new PgMisuseException("a cursor goes forward by at least one row, not " + rows);
        }
    }

    /** Passes over that many rows, which an exhausted cursor has none of. */
    Request<CommandResult> move(@Nullable ContextInternal context, int rows) {
        return isExhausted()
                ? verbs.script(context, "")
                : verbs.script(context, "MOVE FORWARD " + rows + " IN " + portal.name());
    }

    /** Notes what the server has said to {@link #move}. */
    void moved(int rows, CommandResult result) {
        if (result.rowCount() < rows) {
            portal.exhausted();
        }
    }

    /** Closes it; the end of the connection's use has done that already. */
    Future<Void> close(@Nullable ContextInternal context) {
        connection.letGo(portal);
        if (!connection.lease().isOpen()) {
            return Contexts.succeeded(context);
        }
        portal.exhausted();
        return connection.verbs().ping(context);
    }
}
