package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.session.PortalAnswers.State;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Takes the next rows from a portal. */
final class PortalFetch extends Request<PortalBatch> {

    private final Portal portal;
    private final BatchSize size;
    private final PortalAnswers answers = new PortalAnswers();
    private int asked;

    PortalFetch(@Nullable ContextInternal context, Portal portal, BatchSize size, long deadlineNanos) {
        super(context, deadlineNanos);
        this.portal = portal;
        this.size = size;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.FETCH;
    }

    @Override
    String sql() {
        return portal.sql();
    }

    @Override
    void gatherIn(Gathering gathering) {
        answers.gatherIn(gathering.buffer());
        size.limits(gathering.limits());
    }

    @Override
    void write(ByteBuf out) {
        if (portal.isLost()) {
            throw new PgMisuseException(
                    "an earlier fetch from this cursor failed, and its rows are lost; open the cursor once more");
        }
        answers.shape(portal.description().shape());
        if (portal.isExhausted()) {
            answers.begin(State.DONE);
        } else {
            answers.begin(portal.isHeld() ? State.PARSE : State.ROWS);
            asked = size.rows();
            answers.asked(asked);
            portal.writeFetch(out, asked);
        }
        Statement.writeSync(out);
    }

    @Override
    int rows(ByteBuf buf, int start, int length) {
        return isAbandoned() ? 0 : answers.rows(buf, start, length);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (isAbandoned()) {
            answers.passOver();
        }
        return answers.message(type, buf, start, length);
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
        if (failure != null || isAbandoned()) {
            answers.drop();
            portal.lost();
            fail(session, failure == null ? Failures.givenUp() : failure);
            return;
        }
        PortalBatch batch = new PortalBatch(portal, answers.take(size));
        if (portal.isHeld() ? batch.rows().size() < asked : answers.state() == State.DONE) {
            portal.exhausted();
        }
        complete(session, batch);
    }
}
