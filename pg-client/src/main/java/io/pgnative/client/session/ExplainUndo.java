package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Query;
import org.jspecify.annotations.Nullable;

/** Undoes what an EXPLAIN has run. Nobody can give this up, so that it is never cancelled. */
final class ExplainUndo extends Exchange {

    static final String SAVEPOINT = "pgnative_explain";

    private final Explain explain;
    private final String sql;
    private final int commands;
    private int answered;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param explain what is over with this
     * @param inTransaction whether it has begun with a savepoint
     */
    ExplainUndo(Explain explain, boolean inTransaction) {
        this.explain = explain;
        this.sql =
                inTransaction ? "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT : "ROLLBACK";
        this.commands = inTransaction ? 2 : 1;
    }

    @Override
    void write(ByteBuf out) {
        new Query(sql).write(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return type == MessageType.COMMAND_COMPLETE && failure == null && answered++ < commands;
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || answered == commands;
    }

    @Override
    boolean isAlone() {
        return true;
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            // What was run may not be undone; only the end of the connection makes sure that it is.
            session.end(failure);
            explain.lost(session, failure);
        } else {
            explain.ended(session);
        }
    }

    @Override
    void lost(PgSession session, PgException reason) {
        explain.lost(session, reason);
    }

    @Override
    String sql() {
        return sql;
    }
}
