package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Query: one or several statements without arguments; rows are passed over (protocol, section "Simple Query"). */
final class Script extends Request<CommandResult> {

    private final String sql;
    private final Operation operation;
    private CommandResult result = ResultCollector.NO_RESULT;
    private @Nullable CopyRefusal copy;
    private boolean answered;
    private boolean hasDroppedStatements;
    private boolean changes;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param operation what it is for; COMMIT and ROLLBACK are not sent when no BEGIN was
     */
    Script(@Nullable ContextInternal context, String sql, Operation operation, long deadlineNanos) {
        super(context, deadlineNanos);
        this.sql = sql;
        this.operation = operation;
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
        if (failure != null || isReceiving()) {
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
        CopyRefusal refusal = copy == null ? new CopyRefusal() : copy;
        copy = refusal;
        return refusal.takes(type, failure == null, false, out);
    }

    private boolean isReceiving() {
        return copy != null && copy.isReceiving();
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        boolean unsent = endsTransaction() && session.transaction().endUnsent();
        if (unsent) {
            result = new CommandResult(sql, 0);
            complete(session, result);
        }
        return unsent;
    }

    private boolean endsTransaction() {
        return operation == Operation.COMMIT || operation == Operation.ROLLBACK;
    }

    @Override
    boolean isCommit() {
        return operation == Operation.COMMIT;
    }

    @Override
    Operation operation() {
        return operation;
    }

    @Override
    CommandResult result() {
        return result;
    }

    @Override
    boolean runsInTransaction() {
        return true;
    }

    @Override
    boolean changesSession() {
        return changes || (!endsTransaction() && SessionChanges.mayComeOf(sql));
    }

    @Override
    boolean isAlone() {
        return !endsTransaction() && CopyRefusal.mentionsCopy(sql);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    /**
     * The tag of a COMMIT comes after the commit, so that nothing is missing then but ReadyForQuery. Before it nobody
     * knows, not even when the server gave a reason for its end.
     */
    @Override
    void lost(PgSession by, PgException reason) {
        if (!endsTransaction() || (reason instanceof PgConnectionLostException lost && !lost.wasSent())) {
            super.lost(by, reason);
        } else if (answered && failure == null) {
            complete(by, result);
        } else {
            super.lost(
                    by,
                    new PgConnectionLostException(
                            "the outcome of " + sql + " is unknown: " + reason.getMessage(), true, reason));
        }
    }

    @Override
    boolean isComplete() {
        return failure != null || (answered && !isReceiving());
    }

    @Override
    void ready(PgSession session) {
        if (hasDroppedStatements) {
            session.preparer().deallocated();
        }
        PgException refusal = copy == null ? null : copy.failure();
        if (refusal != null) {
            fail(session, refusal);
        } else if (failure != null) {
            fail(session, failure);
        } else {
            complete(session, result);
        }
    }
}
