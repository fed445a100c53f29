package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Prepares a statement of a user's own; it is over when the server has described it, and runs nothing. */
final class PrepareOwn extends PreparedRequest<OwnStatement> {

    private final OwnStatement own;

    PrepareOwn(@Nullable ContextInternal context, OwnStatement own, long deadlineNanos) {
        super(context, StatementSource.of(own), deadlineNanos);
        this.own = own;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.PREPARE;
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        PgMisuseException refusal = own.wantedName() == null ? null : PoolerRefusal.ofOwnName(session.options);
        if (refusal != null) {
            fail(session, refusal);
        }
        return refusal != null;
    }

    @Override
    void described(PgSession session) {
        complete(session, own);
        if (isAbandoned()) {
            session.preparer().close(own);
        }
    }

    @Override
    void write(ByteBuf out) {
        throw neverSent();
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return false;
    }

    @Override
    void error(PgServerException error) {
        throw neverSent();
    }

    @Override
    boolean isComplete() {
        return false;
    }

    @Override
    void ready(PgSession session) {
        throw neverSent();
    }

    private static IllegalStateException neverSent() {
        return new IllegalStateException("what is asked of the server is an exchange of its own");
    }
}
