package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Query;
import org.jspecify.annotations.Nullable;

/** A BEGIN before a script, which cannot travel behind one, since the server would not answer it after a failure. */
final class BeginFirst extends Exchange {

    private final String sql;
    private final Request<?> request;
    private boolean answered;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param sql the BEGIN
     * @param request what runs in the transaction, once it has begun
     */
    BeginFirst(String sql, Request<?> request) {
        this.sql = sql;
        this.request = request;
    }

    @Override
    void write(ByteBuf out) {
        new Query(sql).write(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        boolean expected = type == MessageType.COMMAND_COMPLETE && !isComplete();
        answered = true;
        return expected;
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return answered || failure != null;
    }

    @Override
    boolean isAlone() {
        return true;
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            session.transaction().beginWithNext(sql);
            request.fail(session, failure);
        } else if (request.isAbandoned()) {
            request.settle(session);
        } else {
            session.send(request);
        }
    }

    @Override
    void lost(PgSession session, PgException reason) {
        request.lost(session, reason);
    }

    @Override
    Request<?> request() {
        return request;
    }

    @Override
    String sql() {
        return sql;
    }
}
