package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.frontend.Query;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * COPY TO STDOUT (protocol, section "COPY Operations"), asked for with a simple query. While the sink is behind, the
 * socket is not read, so that the server waits in its turn. When the sink fails, or nobody waits any more, the copy is
 * cancelled and what is under way passed over.
 */
final class CopyOut extends Request<CommandResult> implements CopyValve {

    private enum State {
        ASKED,
        COPYING,
        COPIED,
        DONE
    }

    private final Function<ServerVersion, String> statement;
    private final CopySink sink;
    private final CopyMeter meter;
    private @Nullable String sql;
    private State state = State.ASKED;
    private long messages;
    private long bytes;
    private CommandResult result = ResultCollector.NO_RESULT;
    private @Nullable PgServerException refused;
    private boolean over;

    CopyOut(Function<ServerVersion, String> statement, CopySink sink, CopyMeter meter, long deadlineNanos) {
        super(null, deadlineNanos);
        this.statement = statement;
        this.sink = sink;
        this.meter = meter;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.COPY_OUT;
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
        if (refused != null) {
            return false;
        }
        return switch (type) {
            case MessageType.COPY_OUT_RESPONSE -> {
                boolean expected = state == State.ASKED;
                state = State.COPYING;
                sink.begin(this);
                yield expected;
            }
            case MessageType.COPY_DATA -> {
                boolean expected = state == State.COPYING;
                if (expected && !isAbandoned()) {
                    take(buf, start, length);
                }
                yield expected;
            }
            case MessageType.COPY_DONE -> {
                boolean expected = state == State.COPYING;
                state = State.COPIED;
                if (expected && !isAbandoned()) {
                    end();
                }
                yield expected;
            }
            default -> false;
        };
    }

    private void take(ByteBuf buf, int start, int length) {
        messages++;
        bytes += length;
        try {
            sink.data(buf, start, length);
            meter.moved(messages, bytes);
        } catch (ProtocolViolation e) {
            throw e;
        } catch (Exception | Error e) {
            abandon(e);
        }
    }

    private void end() {
        try {
            sink.end();
        } catch (ProtocolViolation e) {
            throw e;
        } catch (Exception | Error e) {
            abandon(e);
        }
    }

    @Override
    public void pause() {
        if (!over && !isAbandoned()) {
            reading(owningSession(), false);
        }
    }

    @Override
    public void resume() {
        loop().execute(() -> resume(owningSession()));
    }

    @Override
    public Executor loop() {
        return owningSession().context().nettyEventLoop();
    }

    private void resume(PgSession session) {
        if (!over) {
            reading(session, true);
        }
    }

    /** Below Vert.x's socket, which never sees a message and never pauses by itself. */
    private static void reading(PgSession session, boolean on) {
        ChannelConfig config = session.transmitter().channel().channel().config();
        if (config.isAutoRead() != on) {
            config.setAutoRead(on);
        }
    }

    /** What is under way has to be read to its end. */
    @Override
    void givenUp(PgSession session) {
        resume(session);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (type != MessageType.COMMAND_COMPLETE || state != State.COPIED || refused != null) {
            return false;
        }
        result = CommandTags.read(buf, start, length);
        state = State.DONE;
        return true;
    }

    @Override
    void error(PgServerException error) {
        refused = error;
    }

    @Override
    boolean isComplete() {
        return refused != null || state == State.DONE;
    }

    @Override
    void ready(PgSession session) {
        resume(session);
        over = true;
        if (refused != null) {
            fail(session, refused);
        } else {
            complete(session, result);
        }
    }

    @Override
    void lost(PgSession session, PgException reason) {
        over = true;
        super.lost(session, reason);
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
