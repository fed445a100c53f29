package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.CopyDone;
import io.pgnative.client.wire.frontend.CopyFail;
import io.pgnative.client.wire.frontend.Query;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * COPY FROM STDIN (protocol, section "COPY Operations"), asked for with a simple query: the server then needs no Sync
 * after a failure, and passes over what is still under way. Data are written as the socket takes them and as the source
 * has them; when the server complains, or nobody waits any more, the source is read no further.
 */
final class CopyIn extends Request<CommandResult> {

    /** Of a message: its type and its length word. */
    private static final int HEAD = 5;

    private enum State {
        ASKED,
        COPYING,
        /** CopyDone or CopyFail has been written. */
        SENT,
        DONE
    }

    private final Function<ServerVersion, String> statement;
    private final CopySource source;
    private final CopyMeter meter;
    private @Nullable String sql;
    private State state = State.ASKED;
    private long bytes;
    private CommandResult result = ResultCollector.NO_RESULT;
    private @Nullable PgServerException refused;
    private @Nullable Throwable failure;

    CopyIn(Function<ServerVersion, String> statement, CopySource source, CopyMeter meter, long deadlineNanos) {
        super(null, deadlineNanos);
        this.statement = statement;
        this.source = source;
        this.meter = meter;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.COPY_IN;
    }

    @Override
    CommandResult result() {
        return result;
    }

    @Override
    void write(ByteBuf out) {
        String text = statement.apply(owningSession().serverVersion());
        sql = text;
        new Query(text).write(out);
    }

    private PgSession owningSession() {
        PgSession session = session();
        if (session == null) {
            throw new IllegalStateException("not submitted");
        }
        return session;
    }

    @Override
    boolean copy(byte type, ByteBuf buf, int start, int length, ByteBuf out) {
        if (type != MessageType.COPY_IN_RESPONSE || state != State.ASKED || refused != null) {
            return false;
        }
        state = State.COPYING;
        PgSession session = owningSession();
        if (!isAbandoned()) {
            source.begin(() -> session.context().nettyEventLoop().execute(session::continueWriting));
        }
        return true;
    }

    @Override
    boolean isWritten() {
        return state == State.SENT || state == State.DONE || refused != null;
    }

    @Override
    boolean writeMore(ByteBuf out, TransactionStatus status) {
        if (state != State.COPYING || refused != null) {
            return false;
        }
        if (isAbandoned()) {
            writeFail(out, "the client has given up");
            return false;
        }
        int before = out.writerIndex();
        try {
            CopySource.State next = source.read(out);
            if (out.writerIndex() > before) {
                bytes += out.writerIndex() - before - HEAD;
                meter.moved(source.rows(), bytes);
            }
            if (next == CopySource.State.ENDED) {
                new CopyDone().write(out);
                state = State.SENT;
            }
            return next == CopySource.State.MORE;
        } catch (Exception | Error e) {
            out.writerIndex(before);
            failure = e;
            writeFail(out, "the source of the data has failed");
            return false;
        }
    }

    private void writeFail(ByteBuf out, String reason) {
        source.close();
        new CopyFail(reason).write(out);
        state = State.SENT;
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (type != MessageType.COMMAND_COMPLETE || state != State.SENT || refused != null) {
            return false;
        }
        result = CommandTags.read(buf, start, length);
        state = State.DONE;
        return true;
    }

    @Override
    void error(PgServerException error) {
        refused = error;
        source.close();
    }

    @Override
    boolean isComplete() {
        return refused != null || state == State.DONE;
    }

    /** What the source has failed with says more than the server's answer to that. */
    @Override
    void ready(PgSession session) {
        if (failure != null) {
            fail(session, failure);
        } else if (refused != null) {
            fail(session, refused);
        } else {
            complete(session, result);
        }
    }

    @Override
    boolean runsInTransaction() {
        return true;
    }

    @Override
    boolean isAlone() {
        return true;
    }

    @Override
    boolean changesSession() {
        String text = sql;
        return text != null && SessionChanges.mayComeOf(text);
    }

    @Override
    @Nullable String sql() {
        return sql;
    }
}
