package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryObservation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call that somebody follows, who cannot do harm by what he throws. Any thread. */
public final class Observed {

    private final QueryObservation observation;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile @Nullable PgSession session;
    private volatile boolean isTaken;
    /** The call that this is a request of, if it is one of several; null for the whole call. */
    private final @Nullable Observed whole;

    Observed(QueryObservation observation) {
        this(observation, null);
    }

    private Observed(QueryObservation observation, @Nullable Observed whole) {
        this.observation = observation;
        this.whole = whole;
    }

    /**
     * Notes a request as a part of the call, which goes on after it.
     *
     * @param request not submitted yet
     */
    public void part(Request<?> request) {
        request.observedBy(new Observed(observation, this));
    }

    /** The session that has the call, or the part of it that this is; null if none has. */
    @Nullable PgSession session() {
        return session;
    }

    void session(PgSession by) {
        session = by;
    }

    /** A session has taken the call or a part of it. */
    void taken(PgSession by) {
        Observed call = whole == null ? this : whole;
        boolean isFirst = !call.isTaken;
        call.isTaken = true;
        call.session = by;
        if (isFirst) {
            guarded(() -> observation.acquired(by.processId(), by.host));
        }
    }

    /**
     * The call is over; only the first time counts.
     *
     * @param result what the server said at its end
     * @param batchSize the rows of arguments; 1 if it is no batch
     * @param failure null if it succeeded
     */
    public void over(CommandResult result, long batchSize, @Nullable Throwable failure) {
        if (whole == null && isOver.compareAndSet(false, true)) {
            PgSession by = session;
            guarded(() -> observation.stopped(new QueryEnd(
                    result.rowCount(),
                    result.tag(),
                    batchSize,
                    by == null ? 0 : by.processId(),
                    by == null ? null : by.host,
                    failure)));
        }
    }

    /**
     * The call has failed; only the first end counts.
     *
     * @param failure what the caller is told
     */
    public void failed(Throwable failure) {
        over(ResultCollector.NO_RESULT, 1, failure);
    }

    /** Logs a line about the call. */
    void log(Runnable line) {
        guarded(() -> observation.log(line));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            Observing.thrown(e);
        }
    }
}
