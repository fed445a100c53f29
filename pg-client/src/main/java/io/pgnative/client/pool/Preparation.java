package io.pgnative.client.pool;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.session.Observing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of a hook, which is code of the user: it may throw, fail, hang, or give the connection back. */
final class Preparation {

    private Preparation() {}

    /**
     * Runs a hook. When it does not succeed the connection is closed, so that nobody gets one that is half prepared.
     *
     * @param hook what to do
     * @param name what the hook is called in messages
     * @param lease the connection
     * @param limitNanos how long it may take
     * @return done when the connection can be used; fails with what the user is to be told
     */
    static Future<Void> run(PoolHooks.Hook hook, String name, Lease lease, long limitNanos) {
        Promise<Void> prepared = Promise.promise();
        Observing observing = lease.observing();
        // What prepares a connection is no call of anybody's.
        lease.observedBy(null);
        ScheduledFuture<?> limit = lease.session()
                .context()
                .nettyEventLoop()
                .schedule(
                        () -> end(
                                prepared,
                                name,
                                lease,
                                new PgConnectException("the " + name + " hook did not end within "
                                        + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms")),
                        limitNanos,
                        TimeUnit.NANOSECONDS);
        start(hook, name, lease).onComplete((done, failure) -> {
            lease.observedBy(observing);
            limit.cancel(false);
            end(prepared, name, lease, failure);
        });
        return prepared.future();
    }

    @SuppressWarnings("NullAway") // A hook is code of the user, who may have returned null.
    private static Future<?> start(PoolHooks.Hook hook, String name, Lease lease) {
        try {
            Future<?> running = hook.run(lease);
            return running != null
                    ? running
                    : Future.failedFuture(new PgMisuseException("the " + name + " hook has returned null"));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return Future.failedFuture(e);
        }
    }

    private static void end(Promise<Void> prepared, String name, Lease lease, @Nullable Throwable failure) {
        Throwable reason = failure;
        if (reason == null && !lease.isOpen()) {
            reason = new PgMisuseException("the " + name + " hook has closed its connection");
        }
        if (reason == null) {
            prepared.tryComplete();
            return;
        }
        PgException told = reason instanceof PgException known
                ? known
                : new PgConnectException("the " + name + " hook has failed", reason);
        if (prepared.tryFail(told)) {
            lease.abort(new PgConnectionLostException(
                    "the connection was closed, as its " + name + " hook failed", false, told));
        }
    }
}
