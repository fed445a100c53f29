package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * EXPLAIN of a statement with its arguments, by the unnamed statement. One that runs the statement is put between a
 * BEGIN and a ROLLBACK, or within a transaction between a SAVEPOINT and a ROLLBACK to it, with nothing else in between:
 * what the statement does is undone whatever comes of it.
 */
final class Explain extends Request<String> {

    private enum Stage {
        /** Where what is undone is to begin. */
        MARK,
        PARSE,
        BIND,
        ROWS,
        DONE
    }

    private final OwnStatement own;
    private final String sql;
    private final boolean isUndone;
    private final @Nullable Object[] args;
    private final StringBuilder plan = new StringBuilder();
    private byte[] run = {};
    private Stage stage;
    private boolean isMarkWritten;
    private boolean isMarked;
    private boolean inTransaction;
    private @Nullable PgServerException failure;

    Explain(
            @Nullable ContextInternal context,
            OwnStatement own,
            String explain,
            boolean isUndone,
            @Nullable Object[] args,
            long deadlineNanos) {
        super(context, deadlineNanos);
        this.own = own;
        this.sql = explain + " " + own.sql();
        this.isUndone = isUndone;
        this.args = args;
        this.stage = isUndone ? Stage.MARK : Stage.PARSE;
    }

    // ---------------------------------------------------------------- writing

    @Override
    void write(ByteBuf out) {
        if (run.length == 0) {
            // Before anything is sent, since an argument may not fit.
            int mark = out.writerIndex();
            writeRun(out);
            run = ByteBufUtil.getBytes(out, mark, out.writerIndex() - mark);
            out.writerIndex(mark);
        }
        if (stage == Stage.PARSE) {
            out.writeBytes(run);
        }
    }

    private void writeRun(ByteBuf out) {
        StatementDescription known = own.statement().description();
        // Of the same parameters, but without columns: those of EXPLAIN are one of text.
        StatementDescription description = new StatementDescription(known.parameterMessage(), null, known.types());
        new Parse("", sql, description.parameterOids()).write(out);
        new Statement(sql, "", description, System.nanoTime()).writeBindExecute(out, args, List.of(), 0);
        Statement.writeSync(out);
    }

    @Override
    boolean isWritten() {
        return stage != Stage.MARK || isMarkWritten;
    }

    /** What is to be undone begins in a way that depends on the transaction status. */
    @Override
    boolean writeMore(ByteBuf out, TransactionStatus status) {
        inTransaction = status != TransactionStatus.IDLE;
        isMarkWritten = true;
        new Query(inTransaction ? "SAVEPOINT " + ExplainUndo.SAVEPOINT : "BEGIN").write(out);
        return false;
    }

    @Override
    boolean runsInTransaction() {
        return true;
    }

    @Override
    boolean isAlone() {
        return isUndone;
    }

    // ---------------------------------------------------------------- the answers

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (failure != null) {
            return false;
        }
        return switch (type) {
            case MessageType.PARSE_COMPLETE -> advance(Stage.PARSE, Stage.BIND);
            case MessageType.BIND_COMPLETE -> advance(Stage.BIND, Stage.ROWS);
            case MessageType.DATA_ROW -> stage == Stage.ROWS && line(buf, start, length);
            case MessageType.COMMAND_COMPLETE -> {
                boolean marks = stage == Stage.MARK && isMarkWritten && !isMarked;
                isMarked |= marks;
                yield marks || advance(Stage.ROWS, Stage.DONE);
            }
            default -> false;
        };
    }

    private boolean advance(Stage from, Stage to) {
        boolean expected = stage == from;
        stage = to;
        return expected;
    }

    /** A DataRow of one column: a line of a plan in text, or the whole of another. */
    private boolean line(ByteBuf buf, int start, int length) {
        if (length < 6 || buf.getShort(start) != 1 || buf.getInt(start + 2) != length - 6) {
            return false;
        }
        plan.append(plan.isEmpty() ? "" : "\n").append(buf.toString(start + 6, length - 6, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || stage == Stage.DONE || (stage == Stage.MARK && isMarked);
    }

    @Override
    void ready(PgSession session) {
        if (stage == Stage.MARK && failure == null && !isAbandoned()) {
            stage = Stage.PARSE;
            session.send(this);
        } else if (isMarked) {
            session.send(new ExplainUndo(this, inTransaction));
        } else {
            ended(session);
        }
    }

    /** It is over, and undone if it had to be. */
    void ended(PgSession session) {
        if (failure != null) {
            fail(session, failure);
        } else {
            complete(session, plan.toString());
        }
    }

    @Override
    String sql() {
        return stage == Stage.MARK ? "SAVEPOINT" : sql;
    }
}
