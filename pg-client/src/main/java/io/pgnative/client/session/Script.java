package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgServerException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Query: one or several statements without arguments; rows are passed over (protocol, section "Simple Query"). */
final class Script extends Request<CommandResult> {

    private final String sql;
    private final boolean endsTransaction;
    private CommandResult result = ResultCollector.NO_RESULT;
    private final CopyRefusal copy = new CopyRefusal();
    private boolean answered;
    private boolean hasDroppedStatements;
    private boolean changes;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param endsTransaction whether this is a COMMIT or ROLLBACK, which is not sent when no BEGIN was
     */
    Script(@Nullable ContextInternal context, String sql, boolean endsTransaction, long deadlineNanos) {
        super(context, deadlineNanos);
        this.sql = sql;
        this.endsTransaction = endsTransaction;
    }

    @Override
    void write(ByteBuf out) {
        new Query(sql).write(out);
    }

    @Override
    String sql() {
        return sql;
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (failure != null || copy.isReceiving()) {
            return false;
        }
        return switch (type) {
            case MessageType.COMMAND_COMPLETE -> {
                result = CommandTags.read(buf, start, length);
                hasDroppedStatements |= CommandTags.dropsStatements(result.tag());
                changes |= SessionChanges.show(result.tag());
                answered = true;
                yield true;
            }
            case MessageType.EMPTY_QUERY_RESPONSE -> {
                answered = true;
                yield true;
            }
            case MessageType.ROW_DESCRIPTION, MessageType.DATA_ROW -> true;
            default -> false;
        };
    }

    @Override
    boolean copy(byte type, ByteBuf out) {
        return copy.takes(type, failure == null, false, out);
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        boolean unsent = endsTransaction && session.transaction().endUnsent();
        if (unsent) {
            complete(session, new CommandResult(sql, 0));
        }
        return unsent;
    }

    @Override
    boolean runsInTransaction() {
        return true;
    }

    @Override
    boolean changesSession() {
        return changes || SessionChanges.mayComeOf(sql);
    }

    @Override
    boolean isAlone() {
        return CopyRefusal.mentionsCopy(sql);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || (answered && !copy.isReceiving());
    }

    @Override
    void ready(PgSession session) {
        if (hasDroppedStatements) {
            session.preparer().deallocated();
        }
        if (copy.failure() != null) {
            fail(session, copy.failure());
        } else if (failure != null) {
            fail(session, failure);
        } else {
            complete(session, result);
        }
    }
}
