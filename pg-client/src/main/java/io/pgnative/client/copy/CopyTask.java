package io.pgnative.client.copy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.session.Observed;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One COPY, from the call to its end: opening a file, asking the server what has to be known, the copy itself, and the
 * last write. It has one future, one deadline, and can be given up at any time.
 */
public final class CopyTask {

    private final QueryExecutor executor;
    private final Promise<CommandResult> promise;
    private final long deadlineNanos;
    private final @Nullable Observed observed;
    private volatile @Nullable Request<?> current;

    /**
     * Makes one.
     *
     * @param timeoutNanos limit of the whole; 0 means none
     * @param observed who follows it; null for nobody
     */
    CopyTask(QueryExecutor executor, Promise<CommandResult> promise, long timeoutNanos, @Nullable Observed observed) {
        this.observed = observed;
        this.executor = executor;
        this.promise = promise;
        this.deadlineNanos = timeoutNanos == 0 ? Request.NO_DEADLINE : System.nanoTime() + timeoutNanos;
        if (timeoutNanos > 0) {
            long timer = vertx().setTimer(
                            TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + 1,
                            id -> abandon(new PgTimeoutException(
                                    "the COPY did not end within its time; what it has sent may have been copied")));
            promise.future().onComplete(done -> vertx().cancelTimer(timer));
        }
    }

    /**
     * What the caller waits for.
     *
     * @return completes once
     */
    public Future<CommandResult> future() {
        return promise.future();
    }

    /**
     * Gives up: the future fails, and what runs is cancelled. Does nothing once the future is complete. Any thread.
     *
     * @param reason what the future fails with
     */
    public void abandon(Throwable reason) {
        if (observed != null && !promise.future().isComplete()) {
            observed.failed(reason);
        }
        if (promise.tryFail(reason)) {
            Request<?> request = current;
            if (request != null) {
                request.abandon(reason);
            }
        }
    }

    void complete(CommandResult result) {
        if (observed != null && !promise.future().isComplete()) {
            observed.over(result, 1, null);
        }
        promise.tryComplete(result);
    }

    Vertx vertx() {
        return executor.vertx();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Runs a request, unless this is over. */
    <T> Future<T> run(Request<T> request) {
        current = request;
        if (promise.future().isComplete()) {
            request.abandon(new PgCancelledException("the COPY is over"));
        } else {
            if (observed != null) {
                observed.part(request);
            }
            executor.submit(request);
        }
        return request.future();
    }
}
