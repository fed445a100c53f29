package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.wire.DataRows;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A request that gathers all rows of a statement before its caller gets them.
 *
 * @param <T> what the caller gets
 */
abstract class CollectingRequest<T> extends PreparedRequest<T> {

    private final ResultCollector<T> collector;
    private RowShape shape = RowShape.NONE;
    private @Nullable Gathering gathering;
    private @Nullable PgException excess;

    /**
     * Makes one.
     *
     * @param context where the future completes; null for on the session's loop
     * @param source which statement
     * @param collector what becomes of the rows
     */
    CollectingRequest(
            @Nullable ContextInternal context,
            StatementSource source,
            ResultCollector<T> collector,
            long deadlineNanos) {
        super(context, source, deadlineNanos);
        this.collector = collector;
    }

    @Override
    final void gatherIn(Gathering newGathering) {
        this.gathering = newGathering;
    }

    private Gathering gathering() {
        Gathering current = gathering;
        if (current == null) {
            throw new IllegalStateException("answered before it was sent");
        }
        return current;
    }

    private RowBuffer buffer() {
        return gathering().buffer();
    }

    final ResultCollector<T> collector() {
        return collector;
    }

    /** The server has bound the statement: from now on it is known what the rows look like. */
    final void bound() {
        // The server's word on this very run wins over what was learnt before.
        StatementDescription told = parseAhead == null ? null : parseAhead.told();
        shape = told == null ? statement().shape() : told.shape();
    }

    private boolean isKeeping() {
        return collector.keepsRows() && excess == null && !isAbandoned();
    }

    /** Takes a row. @return false if it does not have the columns */
    final boolean gather(ByteBuf buf, int start, int length) {
        if (!isKeeping()) {
            return true;
        }
        boolean isRow = buffer().add(shape.size(), buf, start, length);
        checkLimit();
        return isRow;
    }

    /** Takes what it can of several rows at once. @return the number of bytes */
    final int gatherAll(ByteBuf buf, int start, int length) {
        if (!isKeeping()) {
            return DataRows.length(buf, start, length);
        }
        int taken = buffer().addAll(shape.size(), buf, start, length);
        checkLimit();
        return taken;
    }

    /** Lets go of a result that is too large; what is still to come of it is passed over. */
    private void checkLimit() {
        ResultLimit most = gathering().limit();
        if (most != null) {
            excess = most.excess(buffer());
            if (excess != null) {
                buffer().clear();
            }
        }
    }

    /** Drops what was gathered. */
    final void dropRows() {
        buffer().clear();
        excess = null;
    }

    /** Why the rows cannot be given to the caller although the statement has run; null if they can. */
    final @Nullable PgException unusable() {
        if (excess != null) {
            return excess;
        }
        boolean isReadable = parseAhead == null || parseAhead.isReadable();
        return isReadable || !collector.keepsRows() || buffer().size() == 0 ? null : Failures.unreadable();
    }

    /** Completes with what the collector makes of the rows. */
    final void collect(PgSession session, CommandResult result) {
        T value;
        try {
            value = collector.collect(buffer(), shape, result);
        } catch (RuntimeException | Error e) {
            buffer().clear();
            if (e instanceof VirtualMachineError) {
                session.broken(e);
            }
            fail(session, e);
            return;
        }
        complete(session, value);
    }
}
