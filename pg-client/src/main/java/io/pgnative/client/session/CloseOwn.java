package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Gives up a statement of a user's own, in its turn; the server is told ahead of whatever is sent next. */
final class CloseOwn extends Request<@Nullable Void> {

    private final OwnStatement own;

    CloseOwn(@Nullable ContextInternal context, OwnStatement own, long deadlineNanos) {
        super(context, deadlineNanos);
        this.own = own;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return null;
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        session.preparer().close(own);
        complete(session, null);
        return true;
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
        return new IllegalStateException("a close is not sent alone");
    }
}
