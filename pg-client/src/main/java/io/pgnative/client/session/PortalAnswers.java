package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * The answers to Bind and to any number of Execute messages of one portal, each of which gives some rows (protocol,
 * section "Extended Query").
 */
final class PortalAnswers {

    /** Where a conversation with a portal can begin, and where it stands. */
    enum State {
        PARSE,
        BIND,
        ROWS,
        SUSPENDED,
        DONE
    }

    private State state = State.BIND;
    private RowShape shape = RowShape.NONE;
    private CommandResult result = ResultCollector.NO_RESULT;
    private @Nullable RowBuffer buffer;
    private @Nullable PgServerException failure;
    private @Nullable CopyRefusal copy;
    private boolean isPassingOver;
    private int most = Integer.MAX_VALUE;

    /** Begins at a state, also once more. */
    void begin(State first) {
        state = first;
        failure = null;
        copy = null;
    }

    void gatherIn(RowBuffer rows) {
        buffer = rows;
    }

    /** What the rows look like; before the first of them. */
    void shape(RowShape rows) {
        shape = rows;
    }

    RowShape shape() {
        return shape;
    }

    State state() {
        return state;
    }

    /** Whether the server is at it: something is still to come. */
    boolean isBusy() {
        return failure == null && (state == State.PARSE || state == State.BIND || state == State.ROWS);
    }

    /** Whether the server has accepted Bind. */
    boolean isBound() {
        return state != State.PARSE && state != State.BIND;
    }

    /** Execute has been sent once more. */
    void executed() {
        state = State.ROWS;
    }

    /** How many rows Execute has asked for: a server that sends more must not fill the memory. */
    void asked(int rows) {
        most = rows;
    }

    /** Rows are not wanted any more. */
    void passOver() {
        isPassingOver = true;
    }

    /** An answer; false if it must not come now. */
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.DATA_ROW -> {
                boolean expected = isReceiving();
                if (expected && !isPassingOver && !rows().add(shape.size(), buf, start, length)) {
                    throw new ProtocolViolation("a DataRow does not have the columns of its statement");
                }
                requireNoMore();
                yield expected;
            }
            case MessageType.PARSE_COMPLETE -> advance(State.PARSE, State.BIND);
            case MessageType.BIND_COMPLETE -> advance(State.BIND, State.ROWS);
            case MessageType.PORTAL_SUSPENDED -> advance(State.ROWS, State.SUSPENDED);
            case MessageType.COMMAND_COMPLETE -> {
                result = CommandTags.read(buf, start, length);
                yield advance(State.ROWS, State.DONE);
            }
            case MessageType.EMPTY_QUERY_RESPONSE -> advance(State.ROWS, State.DONE);
            default -> false;
        };
    }

    private boolean advance(State from, State to) {
        boolean expected = state == from && failure == null && (copy == null || !copy.isReceiving());
        state = to;
        return expected;
    }

    private boolean isReceiving() {
        return state == State.ROWS && failure == null && (copy == null || !copy.isReceiving());
    }

    /** Takes what it can of several rows at once; the number of bytes. */
    int rows(ByteBuf buf, int start, int length) {
        if (!isReceiving() || isPassingOver) {
            return 0;
        }
        int taken = rows().addAll(shape.size(), buf, start, length);
        requireNoMore();
        return taken;
    }

    private void requireNoMore() {
        if (buffer != null && buffer.size() > most) {
            throw new ProtocolViolation("more DataRows came than the " + most + " that were asked for");
        }
    }

    /**
     * A message of COPY.
     *
     * @param isSynced whether Sync has been sent behind Execute
     */
    boolean copy(byte type, boolean isSynced, ByteBuf out) {
        CopyRefusal refusal = copy == null ? new CopyRefusal() : copy;
        copy = refusal;
        return refusal.takes(type, isReceiving(), isSynced, out);
    }

    void error(PgServerException error) {
        failure = error;
    }

    /** What the server complained of; null if it did not. */
    @Nullable PgServerException failure() {
        return failure;
    }

    /** That the statement was a COPY; null if it was not. */
    @Nullable PgMisuseException copyFailure() {
        return copy == null ? null : copy.failure();
    }

    /** What the command said at its end. */
    CommandResult result() {
        return result;
    }

    private RowBuffer rows() {
        RowBuffer rows = buffer;
        if (rows == null) {
            throw new IllegalStateException("answered before it was sent");
        }
        return rows;
    }

    /** Takes the rows that have come since the last time, and lets the size of the next batch follow from them. */
    ResultRows take(BatchSize size) {
        RowBuffer rows = rows();
        size.saw(rows);
        return rows.take(shape, result);
    }

    /** Drops the rows that have come, if those in the session's buffer are of this portal at all. */
    void drop() {
        if (isBound() && buffer != null) {
            buffer.clear();
        }
    }
}
