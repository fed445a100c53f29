package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import io.vertx.core.internal.ContextInternal;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bind and Execute for each row of arguments, and one Sync: outside a transaction the server keeps all of it or
 * nothing.
 *
 * <p>Rows are written as the socket takes them. When a row cannot be encoded after others were sent, the implicit
 * transaction is rolled back by a ROLLBACK within the same exchange; in an explicit transaction the rows that were sent
 * stay in it.
 *
 * <p>Since the rows are iterated once, a batch cannot be repeated. It asks the server for its statement first.
 */
final class Batch extends PreparedRequest<CommandResult> {

    private static final int SLICE = 64 * 1024;

    private final Iterable<?> rows;
    private final RowArguments arguments;
    private @Nullable Iterator<?> remaining;
    private long written;
    private long answered;
    private boolean inRow;
    private boolean ended;
    private boolean rollingBack;
    private boolean rollbackParsed;
    private boolean rolledBack;
    private boolean refused;
    private long count;
    private String tag = "";
    private @Nullable RuntimeException failure;

    Batch(
            @Nullable ContextInternal context,
            String sql,
            List<String> names,
            Iterable<?> rows,
            RowArguments arguments,
            long deadlineNanos) {
        super(context, sql, names, deadlineNanos);
        this.rows = rows;
        this.arguments = arguments;
        askFirst();
    }

    @Override
    void write(ByteBuf out) {
        if (statement().mayBeCopy()) {
            throw new PgMisuseException("COPY does not go through a batch; nothing was sent");
        }
        try {
            remaining = rows.iterator();
        } catch (PgException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new PgDataException("the rows of a batch could not be iterated", e);
        }
        ParseAhead ahead = parseAhead;
        if (ahead != null) {
            ahead.write(out);
        }
        writeSlice(out, TransactionStatus.IDLE, true);
    }

    @Override
    boolean isWritten() {
        return ended;
    }

    @Override
    boolean writeMore(ByteBuf out, TransactionStatus status) {
        writeSlice(out, status, false);
        return true;
    }

    /**
     * Appends rows until a slice is full, and Sync after the last.
     *
     * @param nothingSent whether everything written so far can still be taken back
     */
    private void writeSlice(ByteBuf out, TransactionStatus status, boolean nothingSent) {
        int end = out.writerIndex() + SLICE;
        // In one step, and with room for the last row: a buffer that grows by doubling copies each slice several times.
        out.ensureWritable(SLICE + SLICE / 16);
        Iterator<?> iterator = remaining;
        if (iterator == null) {
            throw new IllegalStateException("not begun");
        }
        try {
            while (failure == null && (nothingSent || !isAbandoned()) && out.writerIndex() < end && hasNext(iterator)) {
                writeRow(out, iterator);
            }
        } catch (PgDataException e) {
            if (nothingSent) {
                throw e;
            }
            failure = e;
            rollingBack = true;
        }
        boolean abandoned = isAbandoned() && !nothingSent;
        rollingBack |= abandoned;
        if (failure != null || abandoned || out.writerIndex() < end) {
            ended = true;
            rollingBack &= status == TransactionStatus.IDLE && !refused;
            if (rollingBack) {
                writeRollback(out);
            }
            Statement.writeSync(out);
        }
    }

    private static boolean hasNext(Iterator<?> iterator) {
        try {
            return iterator.hasNext();
        } catch (RuntimeException | Error e) {
            throw iterationFailed(e);
        }
    }

    private void writeRow(ByteBuf out, Iterator<?> iterator) {
        Object row;
        try {
            row = iterator.next();
        } catch (RuntimeException | Error e) {
            throw iterationFailed(e);
        }
        int mark = out.writerIndex();
        try {
            statement().writeBindExecute(out, arguments.of(row), names(), 0);
        } catch (RuntimeException | Error e) {
            out.writerIndex(mark);
            throw new PgDataException("row " + written + " of the batch: " + e.getMessage(), e);
        }
        written++;
    }

    private static PgDataException iterationFailed(Throwable cause) {
        return new PgDataException("iterating the rows of a batch failed", cause);
    }

    /** In an implicit transaction the server answers with a warning and undoes what came since the last Sync. */
    private static void writeRollback(ByteBuf out) {
        new Parse("", "ROLLBACK", List.of()).write(out);
        new Bind("", "", List.of(), List.of(), List.of()).write(out);
        new Execute("", 0).write(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (refused) {
            return false;
        }
        return switch (type) {
            case MessageType.PARSE_COMPLETE -> {
                boolean expected = rollingBack && answered == written && !rollbackParsed;
                rollbackParsed = true;
                yield expected;
            }
            case MessageType.BIND_COMPLETE -> {
                boolean expected = !inRow && (answered < written || (rollbackParsed && !rolledBack));
                inRow = true;
                yield expected;
            }
            case MessageType.DATA_ROW -> inRow;
            case MessageType.COMMAND_COMPLETE -> {
                if (answered < written) {
                    CommandResult result = statement().result(buf, start, length);
                    tag = result.tag();
                    count += result.rowCount();
                }
                yield endRow();
            }
            case MessageType.EMPTY_QUERY_RESPONSE -> endRow();
            default -> false;
        };
    }

    private boolean endRow() {
        boolean expected = inRow;
        inRow = false;
        if (answered < written) {
            answered++;
        } else {
            rolledBack = true;
        }
        return expected;
    }

    @Override
    void error(PgServerException error) {
        // The server's word on a row wins over a failure of ours that came of later rows.
        failure = error;
        refused = true;
    }

    private boolean isParsing() {
        return parseAhead != null && !parseAhead.isDone();
    }

    @Override
    @Nullable String place() {
        return isParsing() ? null : "row " + answered + " of the batch, counted from 0";
    }

    @Override
    boolean isComplete() {
        return ended && (refused || (!isParsing() && answered == written && rolledBack == rollingBack));
    }

    @Override
    void ready(PgSession session) {
        session.preparer()
                .conclude(this, inRow || answered > 0, failure instanceof PgServerException refusal ? refusal : null);
        if (failure != null) {
            fail(session, failure);
        } else {
            complete(session, new CommandResult(tag, count));
        }
    }
}
