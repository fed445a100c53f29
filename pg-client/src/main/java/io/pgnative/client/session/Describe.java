package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for the columns of a statement and for their types, without running it and without keeping it: Parse,
 * Describe, Sync, and a look-up of types if there are unknown ones.
 */
final class Describe extends PreparedRequest<CopyColumns> {

    Describe(@Nullable ContextInternal context, String sql, long deadlineNanos) {
        super(context, sql, List.of(), deadlineNanos);
        askFirst();
    }

    @Override
    boolean keepsStatement() {
        return false;
    }

    @Override
    void described(PgSession session) {
        StatementDescription description = statement().description();
        complete(session, new CopyColumns(description.shape(), description.columnCodecs()));
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
