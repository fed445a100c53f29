package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.ExplainOptions;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.pool.Lease;
import io.pgnative.client.session.OwnStatement;
import io.pgnative.client.session.PortalBatch;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.ResultCollector;
import io.pgnative.client.session.RowSource;
import io.pgnative.client.session.Session;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a user has prepared, and the connection that it lives on; behind all faces. Everything but its close
 * is refused at once when it cannot be used any more.
 *
 * @param where its connection, or the transaction that it was prepared in and runs in
 * @param statement the statement, which is not to be used without {@link #own}
 */
record Prepared(Connected where, OwnStatement statement) {

    /** Runs it. */
    Verbs verbs() {
        return where.verbs();
    }

    private Lease lease() {
        return where.connection().lease();
    }

    /**
     * The statement.
     *
     * @throws PgMisuseException when it cannot be used any more
     */
    OwnStatement own() {
        if (statement.isClosed()) {
            throw new PgMisuseException("the prepared statement was closed");
        }
        if (!session().isOpen()) {
            throw new PgMisuseException("the prepared statement is gone: its connection has ended");
        }
        return statement;
    }

    private Session session() {
        try {
            return lease().session();
        } catch (PgMisuseException givenBack) {
            throw new PgMisuseException(
                    "the prepared statement is gone: its connection was given back to the pool", givenBack);
        }
    }

    Optional<CommandResult> lastResult() {
        return Optional.ofNullable(own().lastResult());
    }

    <T> Request<T> query(@Nullable ContextInternal context, @Nullable Object[] args, ResultCollector<T> collector) {
        check(args);
        return verbs().submit(Requests.query(context, own(), args, collector, verbs().deadline()));
    }

    <T> Request<T> many(@Nullable ContextInternal context, Iterable<?> rows, ResultCollector<T> collector) {
        Verbs.checkRows(rows);
        return verbs().submit(Requests.batch(context, own(), rows, collector, verbs().deadline()));
    }

    Request<CommandResult> executeMany(@Nullable ContextInternal context, Flow.Publisher<?> rows) {
        Verbs.checkRows(rows);
        return verbs().submit(Requests.batch(context, own(), rows, verbs().deadline()));
    }

    RowSource stream(@Nullable Object[] args) {
        return Requests.stream(verbs().executor(), own(), args, verbs().timeoutNanos());
    }

    Request<PortalBatch> cursor(@Nullable ContextInternal context, CursorOptions options, @Nullable Object[] args) {
        check(args);
        Verbs runs = Cursor.verbs(where, options);
        return runs.submit(Requests.openPortal(context, own(), args, options.isHeld(), runs.deadline()));
    }

    Request<String> explain(@Nullable ContextInternal context, ExplainOptions options, @Nullable Object[] args) {
        check(options, args);
        return verbs().submit(Requests.explain(
                context, own(), options.toSql(), options.isAnalyze(), args, verbs().deadline()));
    }

    static void check(@Nullable Object[] args) {
        Objects.requireNonNull(args, Verbs.NO_ARGS);
    }

    static void check(ExplainOptions options, @Nullable Object[] args) {
        Objects.requireNonNull(options, "options must not be null");
        check(args);
    }

    /** Gives it up. @return null when there is nothing to wait for */
    @Nullable Request<@Nullable Void> close(@Nullable ContextInternal context) {
        // Not by way of a transaction, which may have ended before.
        if (!statement.markClosed() || !lease().isOpen()) {
            return null;
        }
        Request<@Nullable Void> close = Requests.close(context, statement, Request.NO_DEADLINE);
        lease().submit(close);
        return close;
    }
}
