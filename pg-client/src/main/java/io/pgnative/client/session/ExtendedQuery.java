package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bind, Execute, Sync: one run of a prepared statement (protocol, section "Extended Query"), which is prepared in the
 * same exchange when Parse travels ahead.
 *
 * @param <T> what the caller gets
 */
final class ExtendedQuery<T> extends PreparedRequest<T> {

    private enum State {
        BIND,
        ROWS,
        DONE
    }

    private final @Nullable Object[] args;
    private final ResultCollector<T> collector;
    private State state = State.BIND;
    private CommandResult result = ResultCollector.NO_RESULT;
    private RowShape shape = RowShape.NONE;
    private @Nullable RowBuffer rows;
    private @Nullable PgServerException failure;
    private boolean retried;
    private @Nullable CopyRefusal copy;
    private @Nullable ResultLimit limit;

    /** That the result is larger than what may be collected. */
    private @Nullable PgDataException excess;

    ExtendedQuery(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            @Nullable Object[] args,
            ResultCollector<T> collector,
            long deadlineNanos) {
        super(context, sql, names, deadlineNanos);
        this.args = args;
        this.collector = collector;
    }

    @Override
    void write(ByteBuf out) {
        ParseAhead ahead = parseAhead;
        if (ahead != null) {
            ahead.write(out);
        }
        statement().writeBindExecute(out, args, names(), collector.maxRows());
        Statement.writeSync(out);
    }

    /**
     * An argument does not fit what another session has learnt. Only the server knows whether it fits here, where the
     * names in the statement may stand for other tables.
     */
    @Override
    @Nullable Exchange instead() {
        ParseAhead ahead = parseAhead;
        if (ahead == null || asksFirst()) {
            return null;
        }
        parseAhead = null;
        return new Prepare(this, ahead.name(), statement().description().types());
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
    void gatherIn(RowBuffer buffer, PgOptions.Limits limits) {
        this.rows = buffer;
        this.limit = ResultLimit.of(limits);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.DATA_ROW -> {
                boolean expected = isRunning();
                if (expected && !row(buf, start, length)) {
                    throw new ProtocolViolation("a DataRow does not have the columns of its statement");
                }
                yield expected;
            }
            case MessageType.BIND_COMPLETE -> {
                boolean first = state == State.BIND && failure == null;
                state = State.ROWS;
                // The server's word on this very run wins over what was learnt before.
                StatementDescription told = parseAhead == null ? null : parseAhead.told();
                shape = told == null ? statement().shape() : told.shape();
                yield first;
            }
            case MessageType.COMMAND_COMPLETE -> {
                result = statement().result(buf, start, length);
                yield finish();
            }
            case MessageType.EMPTY_QUERY_RESPONSE -> finish();
            case MessageType.PORTAL_SUSPENDED -> collector.maxRows() > 0 && finish();
            default -> false;
        };
    }

    /** Between BindComplete and the end of the rows. */
    private boolean isRunning() {
        return state == State.ROWS && failure == null && (copy == null || !copy.isReceiving());
    }

    private boolean row(ByteBuf buf, int start, int length) {
        RowBuffer buffer = rows;
        if (buffer == null) {
            return false;
        }
        return !isKeeping() || (buffer.add(shape.size(), buf, start, length) && checkLimit(buffer));
    }

    private boolean isKeeping() {
        return collector.keepsRows() && excess == null && !isAbandoned();
    }

    @Override
    int rows(ByteBuf buf, int start, int length) {
        RowBuffer buffer = rows;
        if (buffer == null || !isRunning() || !isKeeping()) {
            return 0;
        }
        int taken = buffer.addAll(shape.size(), buf, start, length);
        checkLimit(buffer);
        return taken;
    }

    /** Lets go of a result that is too large; what is still to come of it is passed over. */
    private boolean checkLimit(RowBuffer buffer) {
        ResultLimit most = limit;
        if (most != null) {
            excess = most.excess(buffer);
            if (excess != null) {
                buffer.clear();
            }
        }
        return true;
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
        RowBuffer buffer = rows;
        if (buffer == null) {
            throw new IllegalStateException("ready before it was sent");
        }
        boolean misled = session.preparer().conclude(this, state != State.BIND, failure);
        if (copy != null && copy.failure() != null) {
            buffer.clear();
            fail(session, copy.failure());
            return;
        }
        if (failure != null) {
            buffer.clear();
            if (misled && !retried && session.canRepeat(this)) {
                retried = true;
                failure = null;
                askFirst();
                session.repeat(this);
            } else {
                fail(session, failure);
            }
            return;
        }
        if (excess != null) {
            fail(session, excess);
            return;
        }
        if (parseAhead != null && collector.keepsRows() && buffer.size() > 0 && !parseAhead.isReadable()) {
            buffer.clear();
            fail(session, Failures.unreadable());
            return;
        }
        T value;
        try {
            value = collector.collect(buffer, shape, result);
        } catch (RuntimeException | Error e) {
            buffer.clear();
            if (e instanceof VirtualMachineError) {
                session.broken(e);
            }
            fail(session, e);
            return;
        }
        complete(session, value);
    }
}
