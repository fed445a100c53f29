package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registers a listener of channels. LISTEN is sent unless the server is known to listen to all of them. */
final class Listen extends Request<PgRegistration> {

    private final List<String> channels;
    private final NotificationListener listener;
    private final @Nullable ContextInternal handlerContext;
    private final String sql;
    private CommandResult result = ResultCollector.NO_RESULT;
    private int answered;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param channels names, each once
     * @param handlerContext where the listener is called; null for the session's context
     */
    Listen(
            @Nullable ContextInternal context,
            List<String> channels,
            NotificationListener listener,
            @Nullable ContextInternal handlerContext,
            long deadlineNanos) {
        super(context, deadlineNanos);
        this.channels = channels;
        this.listener = listener;
        this.handlerContext = handlerContext;
        this.sql = Channels.listen(channels);
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        PgMisuseException refusal = PoolerRefusal.ofListening(session.options);
        if (refusal != null) {
            fail(session, refusal);
            return true;
        }
        boolean isKnown = session.events().channels().isListening(channels);
        if (isKnown) {
            register(session);
        }
        return isKnown;
    }

    @Override
    void write(ByteBuf out) {
        new Query(sql).write(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (type != MessageType.COMMAND_COMPLETE || isComplete()) {
            return false;
        }
        result = CommandTags.read(buf, start, length);
        answered++;
        return true;
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || answered == channels.size();
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            fail(session, failure);
            return;
        }
        session.events().channels().told(channels);
        register(session);
    }

    private void register(PgSession session) {
        UserHandler calls = new UserHandler(
                "notification listener",
                handlerContext == null ? session.context() : handlerContext,
                listener::onDropped);
        Channels.Registered registration = session.events().channels().add(channels, listener, calls);
        if (!complete(session, registration) && registration.calls == calls) {
            // The caller has given up, and does not know of it.
            registration.close();
        }
    }

    @Override
    boolean runsInTransaction() {
        return true;
    }

    @Override
    String sql() {
        return sql;
    }

    @Override
    Operation operation() {
        return Operation.LISTEN;
    }

    @Override
    CommandResult result() {
        return result;
    }
}
