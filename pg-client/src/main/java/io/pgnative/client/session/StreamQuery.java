package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.session.PortalAnswers.State;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Flush;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bind, then Execute and Flush for each batch of rows that is asked for, and Sync at the end: outside a transaction a
 * portal lives until Sync, so that the exchange stays open as long as its consumer takes (protocol, section "Extended
 * Query"). Nothing else can run on the connection meanwhile.
 *
 * <p>The limit of a call is one for each batch here: it does not count while the server has nothing to do.
 */
final class StreamQuery extends PreparedRequest<CommandResult> implements RowSource {

    /** How long a batch under way may go on when nobody wants it any more; then it is cancelled. */
    private static final long GRACE_MILLIS = 50;

    private final QueryExecutor executor;
    private final @Nullable Object[] args;
    private final BatchSize size;
    private final long timeoutNanos;
    private final @Nullable Object belongsTo;
    private final PortalAnswers answers = new PortalAnswers();
    private @Nullable RowListener listener;

    /** Of the batch under way; read by the timer. */
    private volatile long deadlineNanos;

    private boolean isBegun;
    private boolean isSynced;
    private boolean isWanted;
    private long delivered;
    private boolean isRepeated;
    private @Nullable PgException ended;

    /**
     * Makes one.
     *
     * @param executor who runs it
     * @param source which statement
     * @param size how many rows to ask for at a time
     * @param timeoutNanos limit of waiting for the first batch and for each other one; 0 means none
     */
    StreamQuery(
            QueryExecutor executor,
            StatementSource source,
            @Nullable Object[] args,
            BatchSize size,
            long timeoutNanos) {
        super(null, source, NO_DEADLINE);
        this.executor = executor;
        this.args = args;
        this.size = size;
        this.timeoutNanos = timeoutNanos;
        this.deadlineNanos = deadlineFromNow();
        this.belongsTo = Observing.capture(executor.observing());
    }

    private long deadlineFromNow() {
        return timeoutNanos == 0 ? NO_DEADLINE : System.nanoTime() + timeoutNanos;
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return QueryEvent.Operation.FETCH;
    }

    /** Of all batches; the tag counts the last one alone. */
    @Override
    CommandResult result() {
        return new CommandResult(answers.result().tag(), delivered);
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    // ---------------------------------------------------------------- the consumer's side

    @Override
    public void start(RowListener rows) {
        listener = rows;
        deadlineNanos = deadlineFromNow();
        observedBy(Observing.beginRows(executor.observing(), sql(), args, belongsTo));
        future().onComplete((result, failure) -> rows.ended(failure));
        executor.submit(this);
    }

    @Override
    public void fetch() {
        run(() -> {
            isWanted = true;
            continueWriting();
        });
    }

    @Override
    public void end(PgException reason) {
        PgSession session = session();
        if (session == null) {
            abandon(reason);
        } else {
            session.onLoop(() -> end(session, reason));
        }
    }

    private void end(PgSession session, PgException reason) {
        if (!isBegun) {
            abandon(reason);
            return;
        }
        if (ended != null || future().isComplete()) {
            return;
        }
        ended = reason;
        answers.passOver();
        answers.drop();
        continueWriting();
        if (answers.isBusy()) {
            session.context()
                    .nettyEventLoop()
                    .schedule(() -> abandonIfBusy(reason), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A batch that goes on and on is cancelled at the server. */
    private void abandonIfBusy(PgException reason) {
        if (!future().isComplete()) {
            abandon(reason);
        }
    }

    @Override
    public void run(Runnable task) {
        PgSession session = session();
        if (session == null) {
            task.run();
        } else {
            session.onLoop(task);
        }
    }

    private void continueWriting() {
        PgSession session = session();
        if (session != null) {
            session.continueWriting();
        }
    }

    // ---------------------------------------------------------------- writing

    @Override
    void gatherIn(Gathering gathering) {
        answers.gatherIn(gathering.buffer());
        size.limits(gathering.limits());
    }

    @Override
    void write(ByteBuf out) {
        ParseAhead ahead = parseAhead;
        if (ahead != null) {
            ahead.write(out);
        }
        statement().writeBind(out, Statement.UNNAMED, args, names());
        writeExecute(out);
        answers.begin(State.BIND);
        isBegun = true;
        isSynced = false;
    }

    private void writeExecute(ByteBuf out) {
        int rows = size.rows();
        answers.asked(rows);
        new Execute("", rows).write(out);
        new Flush().write(out);
    }

    @Override
    @Nullable Exchange instead() {
        return askingFirst();
    }

    @Override
    boolean isWritten() {
        return isSynced;
    }

    @Override
    boolean writeMore(ByteBuf out, TransactionStatus status) {
        if (isSynced) {
            return false;
        }
        if (answers.failure() != null || answers.state() == State.DONE || ended != null || isAbandoned()) {
            Statement.writeSync(out);
            isSynced = true;
            watch();
        } else if (isWanted && answers.state() == State.SUSPENDED) {
            isWanted = false;
            answers.executed();
            writeExecute(out);
            watch();
        }
        return false;
    }

    /** From now on the server is waited for. */
    private void watch() {
        PgSession session = session();
        if (timeoutNanos != 0 && session != null) {
            deadlineNanos = deadlineFromNow();
            session.deadlines.watch(deadlineNanos);
        }
    }

    // ---------------------------------------------------------------- hearing the server

    @Override
    int rows(ByteBuf buf, int start, int length) {
        return isAbandoned() ? 0 : answers.rows(buf, start, length);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (type == MessageType.BIND_COMPLETE) {
            ParseAhead ahead = parseAhead;
            // The server's word on this very run wins over what was learnt before.
            StatementDescription told = ahead == null ? null : ahead.told();
            answers.shape(told == null ? statement().shape() : told.shape());
            if (ahead != null && !ahead.isReadable() && answers.shape().size() > 0 && ended == null) {
                ended = Failures.unreadable();
                answers.passOver();
            }
        }
        if (isAbandoned()) {
            answers.passOver();
        }
        if (!answers.message(type, buf, start, length)) {
            return false;
        }
        if (!answers.isBusy()) {
            deadlineNanos = NO_DEADLINE;
            deliver(answers.state() == State.DONE);
            continueWriting();
        }
        return true;
    }

    /** Hands over what has come. */
    private void deliver(boolean isLast) {
        RowListener to = listener;
        if (to == null || ended != null || isAbandoned()) {
            answers.drop();
            return;
        }
        ResultRows rows = answers.take(size);
        if (rows.size() > 0) {
            delivered += rows.size();
            to.rows(rows, isLast);
        }
    }

    @Override
    boolean copy(byte type, ByteBuf out) {
        return answers.copy(type, isSynced, out);
    }

    @Override
    void error(PgServerException error) {
        boolean isRunning = answers.isBound();
        answers.error(error);
        deadlineNanos = NO_DEADLINE;
        if (isRunning) {
            deliver(true);
        }
    }

    @Override
    boolean isComplete() {
        return isSynced && !answers.isBusy();
    }

    @Override
    void ready(PgSession session) {
        PgServerException failure = answers.failure();
        boolean misled = session.preparer().conclude(this, answers.isBound(), failure);
        answers.drop();
        ran(failure == null && ended == null ? answers.result() : null);
        if (answers.copyFailure() != null) {
            fail(session, answers.copyFailure());
        } else if (failure != null
                && misled
                && ended == null
                && delivered == 0
                && !isRepeated
                && session.canRepeat(this)) {
            isRepeated = true;
            isBegun = false;
            askFirst();
            session.repeat(this);
        } else if (failure != null && ended == null) {
            fail(session, failure);
        } else if (ended != null) {
            fail(session, ended);
        } else {
            complete(session, answers.result());
        }
    }

    @Override
    void lost(PgSession session, PgException reason) {
        if (isBegun && answers.state() == State.ROWS) {
            deliver(true);
        }
        super.lost(session, reason);
    }
}
