package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Target;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Closes a portal; that its transaction has ended is no error. */
final class PortalClose extends Request<@Nullable Void> {

    private final Portal portal;
    private boolean isClosed;
    private @Nullable PgServerException failure;

    PortalClose(@Nullable ContextInternal context, Portal portal, long deadlineNanos) {
        super(context, deadlineNanos);
        this.portal = portal;
    }

    @Override
    void write(ByteBuf out) {
        portal.closing();
        new Close(Target.PORTAL, portal.name()).write(out);
        Statement.writeSync(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        boolean expected = type == MessageType.CLOSE_COMPLETE && !isClosed;
        isClosed = true;
        return expected;
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return isClosed || failure != null;
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
