package io.pgnative.client.pool;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server whether it is there, on a connection that does not belong to the pool: it is opened for that and closed
 * after the answer.
 */
public final class SignOfLife {

    private final VertxInternal vertx;
    private final SessionFactory factory;
    private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();

    /**
     * Makes one; it opens nothing by itself.
     *
     * @param vertx whose event loops the connections live on
     * @param factory opens them
     */
    public SignOfLife(VertxInternal vertx, SessionFactory factory) {
        this.vertx = vertx;
        this.factory = factory;
    }

    /**
     * Asks.
     *
     * @param timeout limit of the whole; a connection that is open later is closed at once
     * @return done when the server has answered; fails with what has come instead
     */
    public Future<Void> ask(Duration timeout) {
        Stop stop = stopped.get();
        if (stop != null) {
            return Future.failedFuture(stop.refusal());
        }
        ContextInternal context = vertx.createEventLoopContext();
        Promise<Void> answer = Promise.promise();
        long nanos = Durations.nanos(timeout);
        try {
            ScheduledFuture<?> timer = context.nettyEventLoop()
                    .schedule(
                            () -> answer.tryFail(new PgTimeoutException(
                                    "the server did not answer within " + Durations.text(timeout))),
                            nanos,
                            TimeUnit.NANOSECONDS);
            answer.future().onComplete(ignored -> timer.cancel(false));
            long deadline = System.nanoTime() + nanos;
            // Whoever asks may be a timer that others wait for: the work is done on the connection's own loop.
            context.runOnContext(onLoop -> open(context, deadline, answer));
        } catch (RejectedExecutionException closed) {
            answer.tryFail(new PgConnectException("the Vert.x instance is closed", closed));
        }
        return answer.future();
    }

    private void open(ContextInternal context, long deadline, Promise<Void> answer) {
        Future<Session> opening;
        try {
            opening = factory.open(context);
        } catch (RuntimeException | Error e) {
            opening = Future.failedFuture(e);
        }
        opening.onSuccess(session -> ask(session, deadline, answer)).onFailure(answer::tryFail);
    }

    private static void ask(Session session, long deadline, Promise<Void> answer) {
        if (answer.future().isComplete()) {
            session.close();
            return;
        }
        Request<@Nullable Void> ping = Requests.ping(null, deadline);
        ping.future().onComplete((answered, failure) -> {
            if (failure == null) {
                answer.tryComplete();
                session.close();
            } else {
                answer.tryFail(failure);
                session.abort(lost(failure));
            }
        });
        session.submit(ping);
    }

    private static PgException lost(Throwable failure) {
        return new PgConnectionLostException("the connection did not answer a check", false, failure);
    }

    /** Asks nobody until {@link #resume()}. */
    public void suspend() {
        stopped.compareAndSet(null, new Stop(false));
    }

    /** Asks again after {@link #suspend}. */
    public void resume() {
        stopped.updateAndGet(stop -> stop != null && stop.isFinal() ? stop : null);
    }

    /** Asks nobody any more. */
    public void close() {
        stopped.set(new Stop(true));
    }
}
