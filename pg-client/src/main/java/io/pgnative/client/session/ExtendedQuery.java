package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * Bind, Execute, Sync: one run of a prepared statement (protocol, section "Extended Query"), which is prepared in the
 * same exchange when Parse travels ahead.
 *
 * @param <T> what the caller gets
 */
final class ExtendedQuery<T> extends CollectingRequest<T> {

    private enum State {
        BIND,
        ROWS,
        DONE
    }

    private final @Nullable Object[] args;
    private State state = State.BIND;
    private CommandResult result = ResultCollector.NO_RESULT;
    private boolean suspended;
    private @Nullable PgServerException failure;
    private boolean retried;
    private @Nullable CopyRefusal copy;

    ExtendedQuery(
            @Nullable ContextInternal context,
            StatementSource source,
            @Nullable Object[] args,
            ResultCollector<T> collector,
            long deadlineNanos) {
        super(context, source, collector, deadlineNanos);
        this.args = args;
    }

    @Override
    void write(ByteBuf out) {
        ParseAhead ahead = parseAhead;
        if (ahead != null) {
            ahead.write(out);
        }
        statement().writeBindExecute(out, args, names(), collector().maxRows());
        Statement.writeSync(out);
    }

    @Override
    @Nullable Exchange instead() {
        return askingFirst();
    }

    @Override
    boolean isFast() {
        return statement().pace().isFast();
    }

    @Override
    void took(long nanos) {
        statement().pace().ran(nanos);
    }

    @Override
    public boolean isSingleStatement() {
        return true;
    }

    @Override
    CommandResult result() {
        return result;
    }

    @Override
    @Nullable Object[] arguments() {
        return args;
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.DATA_ROW -> {
                boolean expected = isRunning();
                if (expected && !gather(buf, start, length)) {
                    throw new ProtocolViolation("a DataRow does not have the columns of its statement");
                }
                yield expected;
            }
            case MessageType.BIND_COMPLETE -> {
                boolean first = state == State.BIND && failure == null;
                state = State.ROWS;
                bound();
                yield first;
            }
            case MessageType.COMMAND_COMPLETE -> {
                result = statement().result(buf, start, length);
                yield finish();
            }
            case MessageType.EMPTY_QUERY_RESPONSE -> finish();
            case MessageType.PORTAL_SUSPENDED -> {
                suspended = true;
                yield collector().maxRows() > 0 && finish();
            }
            default -> false;
        };
    }

    /** Between BindComplete and the end of the rows. */
    private boolean isRunning() {
        return state == State.ROWS && failure == null && (copy == null || !copy.isReceiving());
    }

    @Override
    int rows(ByteBuf buf, int start, int length) {
        return isRunning() ? gatherAll(buf, start, length) : 0;
    }

    private boolean finish() {
        boolean expected = isRunning();
        state = State.DONE;
        return expected;
    }

    @Override
    boolean copy(byte type, ByteBuf out) {
        CopyRefusal refusal = copy == null ? new CopyRefusal() : copy;
        copy = refusal;
        return refusal.takes(type, isRunning(), true, out);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || state == State.DONE;
    }

    @Override
    void ready(PgSession session) {
        boolean misled = session.preparer().conclude(this, state != State.BIND, failure);
        PgException refusal = copy == null ? null : copy.failure();
        if (misled && refusal == null && !retried && session.canRepeat(this)) {
            dropRows();
            retried = true;
            failure = null;
            askFirst();
            session.repeat(this);
            return;
        }
        PgException reason = refusal != null ? refusal : failure != null ? failure : unusable();
        noteResult(session, reason == null);
        if (reason != null) {
            dropRows();
            fail(session, reason);
        } else {
            collect(session, result);
        }
    }

    private void noteResult(PgSession session, boolean succeeded) {
        ran(succeeded && !suspended ? result : null);
        if (succeeded && statement().hasDroppedStatements()) {
            session.preparer().deallocated();
        }
    }
}
