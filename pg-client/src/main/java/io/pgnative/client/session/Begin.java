package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent.Operation;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Begins a transaction with the next statement: the session keeps it and sends nothing for it alone. */
final class Begin extends Request<@Nullable Void> {

    private final String sql;

    Begin(@Nullable ContextInternal context, String sql, long deadlineNanos) {
        super(context, deadlineNanos);
        this.sql = sql;
    }

    @Override
    String sql() {
        return sql;
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        session.transaction().beginWithNext(sql);
        complete(session, null);
        return true;
    }

    @Override
    Operation operation() {
        return Operation.BEGIN;
    }

    @Override
    void write(ByteBuf out) {
        throw new IllegalStateException("a begin is not sent alone");
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return false;
    }

    @Override
    void error(PgServerException error) {
        throw new IllegalStateException("a begin is not sent alone", error);
    }

    @Override
    boolean isComplete() {
        return false;
    }

    @Override
    void ready(PgSession session) {
        throw new IllegalStateException("a begin is not sent alone");
    }
}
