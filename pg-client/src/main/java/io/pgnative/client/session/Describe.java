package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.result.RowShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for the columns of a statement and for their types, without running it and without keeping it: Parse,
 * Describe, Sync, and a look-up of types if there are unknown ones.
 */
final class Describe extends PreparedRequest<RowShape> {

    Describe(String sql, long deadlineNanos) {
        super(null, StatementSource.text(sql, List.of()), deadlineNanos);
        askFirst();
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return null;
    }

    @Override
    boolean keepsStatement() {
        return false;
    }

    @Override
    void described(PgSession session) {
        if (isAbandoned()) {
            settle(session);
        } else {
            complete(session, statement().shape());
        }
    }

    @Override
    void write(ByteBuf out) {
        throw new IllegalStateException("only described");
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return false;
    }

    @Override
    void error(PgServerException error) {
        throw new IllegalStateException("only described");
    }

    @Override
    boolean isComplete() {
        return false;
    }

    @Override
    void ready(PgSession session) {
        throw new IllegalStateException("only described");
    }
}
