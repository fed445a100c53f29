package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Bind and Execute for each row of arguments, and one Sync: outside a transaction the server keeps all of it or
 * nothing.
 *
 * <p>Rows are written as the socket takes them. When a row cannot be encoded after others were sent, the implicit
 * transaction is rolled back by a ROLLBACK within the same exchange; in an explicit transaction the rows that were sent
 * stay in it.
 *
 * <p>The rows come once. Those that were written are kept until the server has taken the first of them, so that a batch
 * whose statement has changed meanwhile can be repeated.
 *
 * @param <T> what the caller gets
 */
final class Batch<T> extends CollectingRequest<T> {

    private static final int SLICE = 64 * 1024;

    private final BatchRows rows;
    private final RowArguments arguments;
    private boolean begun;
    private boolean repeated;

    /** What was written before the server has taken the first row; null after that. */
    private @Nullable WrittenRows untaken;

    /** What is written before more rows are taken. */
    private final Queue<@Nullable Object[]> toRepeat = new ArrayDeque<>();

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
    private @Nullable PgException failure;

    Batch(
            @Nullable ContextInternal context,
            StatementSource source,
            BatchRows rows,
            RowArguments arguments,
            ResultCollector<T> collector,
            long deadlineNanos) {
        super(context, source, collector, deadlineNanos);
        this.rows = rows;
        this.arguments = arguments;
        askFirst();
    }

    // ---------------------------------------------------------------- writing

    @Override
    void write(ByteBuf out) {
        if (statement().mayBeCopy()) {
            throw new PgMisuseException("COPY does not go through a batch; nothing was sent");
        }
        if (!begun) {
            begun = true;
            untaken = by().preparer().takeWrittenRows();
            rows.begin(this::hasMore);
        }
        ParseAhead ahead = parseAhead;
        if (ahead != null) {
            ahead.write(out);
        }
        writeSlice(out, TransactionStatus.IDLE, true);
    }

    @Override
    Operation operation() {
        return Operation.BATCH;
    }

    @Override
    CommandResult result() {
        return new CommandResult(tag, count);
    }

    @Override
    long batchSize() {
        return written;
    }

    @Override
    boolean isWritten() {
        return ended;
    }

    @Override
    boolean writeMore(ByteBuf out, TransactionStatus status) {
        return writeSlice(out, status, false);
    }

    /**
     * Appends rows until a slice is full, and Sync after the last.
     *
     * @param nothingSent whether everything written so far can still be taken back
     * @return false if there is nothing more at the moment
     */
    private boolean writeSlice(ByteBuf out, TransactionStatus status, boolean nothingSent) {
        int end = out.writerIndex() + SLICE;
        // In one step, and with room for the last row: a buffer that grows by doubling copies each slice several times.
        out.ensureWritable(SLICE + SLICE / 16);
        BatchRows.Next next = BatchRows.Next.ROW;
        boolean abandoned = false;
        try {
            while (failure == null && out.writerIndex() < end && next == BatchRows.Next.ROW) {
                abandoned = isAbandoned() && !nothingSent;
                if (abandoned) {
                    break;
                }
                next = writeNext(out);
            }
        } catch (PgException e) {
            if (nothingSent) {
                throw e;
            }
            failure = e;
            rollingBack = true;
        }
        rollingBack |= abandoned;
        if (failure != null || abandoned || next == BatchRows.Next.END) {
            end(out, status);
        }
        return next != BatchRows.Next.NOT_YET;
    }

    private BatchRows.Next writeNext(ByteBuf out) {
        boolean again = !toRepeat.isEmpty();
        BatchRows.Next next = again ? BatchRows.Next.ROW : rows.next();
        if (next != BatchRows.Next.ROW) {
            return next;
        }
        int mark = out.writerIndex();
        try {
            @Nullable Object[] args = again ? toRepeat.remove() : arguments.of(rows.row());
            statement().writeBindExecute(out, args, names(), 0);
            WrittenRows kept = untaken;
            if (kept != null) {
                kept.add(args);
            }
        } catch (RuntimeException | Error e) {
            out.writerIndex(mark);
            throw new PgDataException("row " + written + " of the batch: " + e.getMessage(), e);
        }
        written++;
        return next;
    }

    private PgSession by() {
        PgSession session = session();
        if (session == null) {
            throw new IllegalStateException("written before a session had it");
        }
        return session;
    }

    private void forgetWritten() {
        WrittenRows kept = untaken;
        if (kept != null) {
            untaken = null;
            by().preparer().giveBack(kept);
        }
    }

    private void end(ByteBuf out, TransactionStatus status) {
        ended = true;
        if (isAbandoned()) {
            rows.stop();
        }
        rollingBack &= status == TransactionStatus.IDLE && !refused;
        if (rollingBack) {
            writeRollback(out);
        }
        Statement.writeSync(out);
    }

    /** In an implicit transaction the server answers with a warning and undoes what came since the last Sync. */
    private static void writeRollback(ByteBuf out) {
        new Parse("", "ROLLBACK", List.of()).write(out);
        new Bind("", "", List.of(), List.of(), List.of()).write(out);
        new Execute("", 0).write(out);
    }

    // ---------------------------------------------------------------- the answers

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
            case MessageType.BIND_COMPLETE -> beginRow();
            case MessageType.DATA_ROW -> inRow && gather(buf, start, length);
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

    private boolean beginRow() {
        boolean expected = !inRow && (answered < written || (rollbackParsed && !rolledBack));
        inRow = true;
        forgetWritten();
        if (answered == 0) {
            bound();
        }
        return expected;
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

    // ---------------------------------------------------------------- the end

    @Override
    void ready(PgSession session) {
        PgServerException refusal = failure instanceof PgServerException server ? server : null;
        boolean misled = session.preparer().conclude(this, inRow || answered > 0, refusal);
        WrittenRows again = untaken;
        if (misled && !repeated && again != null && session.canRepeat(this)) {
            repeat(session, again);
            return;
        }
        forgetWritten();
        rows.stop();
        PgException reason = failure != null ? failure : unusable();
        CommandResult result = new CommandResult(tag, count);
        ran(reason == null ? result : null);
        if (reason != null) {
            dropRows();
            fail(session, reason);
        } else {
            collect(session, result);
        }
    }

    /** Once more from the first row, of which the server has taken none. */
    private void repeat(PgSession session, WrittenRows again) {
        repeated = true;
        toRepeat.addAll(again.copy());
        forgetWritten();
        failure = null;
        refused = false;
        ended = false;
        rollingBack = false;
        rollbackParsed = false;
        written = 0;
        dropRows();
        session.repeat(this);
    }

    @Override
    void lost(PgSession by, PgException reason) {
        forgetWritten();
        rows.stop();
        super.lost(by, reason);
    }
}
