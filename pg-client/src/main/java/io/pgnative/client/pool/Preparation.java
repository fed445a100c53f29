package io.pgnative.client.pool;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.session.Observing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of hooks, which are code of the user: they may throw, fail, hang, or give the connection back. */
final class Preparation {

    private final Lease lease;
    private final Promise<Void> prepared = Promise.promise();
    /** What is being done, for messages. */
    private volatile String name = "";

    private Preparation(Lease lease) {
        this.lease = lease;
    }

    /**
     * Runs hooks, one after the other. When one does not succeed the connection is closed, so that nobody gets one that
     * is half prepared.
     *
     * @param hooks what to do
     * @param lease the connection
     * @param limitNanos how long all of it may take
     * @return done when the connection can be used; fails with what the user is to be told
     */
    static Future<Void> run(List<PoolHooks.Hook> hooks, Lease lease, long limitNanos) {
        return new Preparation(lease).run(hooks, limitNanos);
    }

    private Future<Void> run(List<PoolHooks.Hook> hooks, long limitNanos) {
        Observing observing = lease.observing();
        // What prepares a connection is no call of anybody's.
        lease.observedBy(null);
        ScheduledFuture<?> limit = lease.session()
                .context()
                .nettyEventLoop()
                .schedule(
                        () -> end(new PgConnectException(
                                name + " did not end within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms")),
                        limitNanos,
                        TimeUnit.NANOSECONDS);
        Future<?> running = Future.succeededFuture();
        for (PoolHooks.Hook hook : hooks) {
            running = running.compose(before -> start(hook));
        }
        running.onComplete((done, failure) -> {
            lease.observedBy(observing);
            limit.cancel(false);
            end(failure);
        });
        return prepared.future();
    }

    @SuppressWarnings("NullAway") // A hook is code of the user, who may have returned null.
    private Future<?> start(PoolHooks.Hook hook) {
        name = hook.name();
        lease.preparedBy(name);
        try {
            Future<?> running = hook.work().run(lease);
            return running != null ? running : Future.failedFuture(new PgMisuseException(name + " has returned null"));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return Future.failedFuture(e);
        }
    }

    private void end(@Nullable Throwable failure) {
        Throwable reason = failure;
        if (reason == null && !lease.isOpen()) {
            reason = new PgMisuseException(name + " has closed its connection");
        }
        if (reason == null) {
            prepared.tryComplete();
            return;
        }
        PgException told =
                reason instanceof PgException known ? known : new PgConnectException(name + " has failed", reason);
        if (prepared.tryFail(told)) {
            lease.abort(
                    new PgConnectionLostException("the connection was closed, as " + name + " failed", false, told));
        }
    }
}
