package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Sync alone: a server that lives answers at once, without touching a transaction. */
final class Ping extends Request<@Nullable Void> {

    private @Nullable PgServerException failure;

    Ping(@Nullable ContextInternal context, long deadlineNanos) {
        super(context, deadlineNanos);
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return null;
    }

    @Override
    void write(ByteBuf out) {
        Statement.writeSync(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return false;
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return true;
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            fail(session, failure);
        } else {
            complete(session, null);
        }
    }
}
