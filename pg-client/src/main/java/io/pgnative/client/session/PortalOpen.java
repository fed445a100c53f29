package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.session.PortalAnswers.State;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * Binds a statement to a portal of its own, and takes the first rows from it if that is asked for. One that is to be
 * held is declared, with the parameters and result formats that the server has told of the statement itself.
 */
final class PortalOpen extends PreparedRequest<PortalBatch> {

    private final @Nullable Object[] args;
    private final boolean isHeld;
    private final @Nullable BatchSize size;
    private final String name = Portal.newName();
    private final PortalAnswers answers = new PortalAnswers();
    private boolean isRepeated;

    /**
     * Makes one.
     *
     * @param context where the future completes; null for on the session's loop
     * @param source which statement
     * @param isHeld whether the portal is to outlive its transaction
     * @param size how many rows to take at once; null for none. Not for one that is held
     */
    PortalOpen(
            @Nullable ContextInternal context,
            StatementSource source,
            @Nullable Object[] args,
            boolean isHeld,
            @Nullable BatchSize size,
            long deadlineNanos) {
        super(context, source, deadlineNanos);
        this.args = args;
        this.isHeld = isHeld;
        this.size = size;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.FETCH;
    }

    @Override
    boolean endsAtOnce(PgSession session) {
        PgMisuseException refusal = isHeld ? PoolerRefusal.ofHeldCursor(session.options) : null;
        if (refusal != null) {
            fail(session, refusal);
        }
        return refusal != null;
    }

    @Override
    void gatherIn(Gathering gathering) {
        answers.gatherIn(gathering.buffer());
        if (size != null) {
            size.limits(gathering.limits());
        }
    }

    @Override
    void write(ByteBuf out) {
        if (isHeld && parseAhead == null) {
            // DECLARE does not tell its columns, which may have changed since the statement was prepared.
            parseAhead = new ParseAhead(sql(), "", statement().description());
        }
        ParseAhead ahead = parseAhead;
        if (ahead != null) {
            ahead.write(out);
        }
        answers.begin(isHeld ? State.PARSE : State.BIND);
        if (isHeld) {
            Statement declared = new Statement(sql(), "", statement().description(), 0);
            new Parse(
                            "",
                            "DECLARE " + name + " NO SCROLL CURSOR WITH HOLD FOR " + sql(),
                            statement().description().parameterOids())
                    .write(out);
            declared.writeBindExecute(out, args, names(), 0);
        } else {
            statement().writeBind(out, Portal.bytes(name), args, names());
            if (size != null) {
                int rows = size.rows();
                answers.asked(rows);
                new Execute(name, rows).write(out);
            }
        }
        Statement.writeSync(out);
    }

    @Override
    @Nullable Exchange instead() {
        return askingFirst();
    }

    @Override
    int rows(ByteBuf buf, int start, int length) {
        return answers.rows(buf, start, length);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (type == MessageType.BIND_COMPLETE) {
            answers.shape(told().shape());
        }
        boolean expected = answers.message(type, buf, start, length);
        if (type == MessageType.BIND_COMPLETE && expected && !isHeld && size == null) {
            answers.begin(State.SUSPENDED);
        }
        return expected;
    }

    /** The server's word on this very run wins over what was learnt before. */
    private StatementDescription told() {
        StatementDescription told = parseAhead == null ? null : parseAhead.told();
        return told == null ? statement().description() : told;
    }

    @Override
    boolean copy(byte type, ByteBuf out) {
        return answers.copy(type, true, out);
    }

    @Override
    void error(PgServerException error) {
        answers.error(error);
    }

    @Override
    boolean isComplete() {
        return !answers.isBusy();
    }

    @Override
    void ready(PgSession session) {
        PgServerException failure = answers.failure();
        boolean misled = session.preparer().conclude(this, answers.isBound(), failure);
        ran(null);
        PgException reason = answers.copyFailure() != null ? answers.copyFailure() : failure;
        if (misled && reason == failure && !isRepeated && session.canRepeat(this)) {
            isRepeated = true;
            askFirst();
            session.repeat(this);
            return;
        }
        if (reason == null && parseAhead != null && answers.shape().size() > 0 && !parseAhead.isReadable()) {
            reason = Failures.unreadable();
        }
        Portal portal = new Portal(session, name, sql(), isHeld, told());
        if (reason != null || isAbandoned()) {
            answers.drop();
            if (answers.isBound()) {
                portal.closeLater();
            }
            fail(session, reason == null ? Failures.givenUp() : reason);
            return;
        }
        if (!isHeld && answers.state() == State.DONE) {
            portal.exhausted();
        }
        complete(session, new PortalBatch(portal, answers.take(size == null ? new BatchSize(1) : size)));
    }
}
