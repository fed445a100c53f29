package io.pgnative.client.pool;

import io.pgnative.client.PgException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Someone who waits for a connection of his own. */
final class LeaseWaiter extends Waiter implements PendingLease {

    private final WaitQueue queue;
    private final Promise<Lease> promise;
    private final boolean hasContext;
    private volatile @Nullable Lease lease;
    private volatile boolean abandoned;
    private @Nullable LeakWatch watch;

    LeaseWaiter(
            WaitQueue queue,
            @Nullable ContextInternal context,
            long queuedNanos,
            long acquireDeadlineNanos,
            long callDeadlineNanos) {
        super(queuedNanos, acquireDeadlineNanos, callDeadlineNanos);
        this.queue = queue;
        this.promise = context == null ? Promise.promise() : context.promise();
        this.hasContext = context != null;
    }

    /** Has the one who gets the connection watched; before this is queued. */
    void watch(@Nullable LeakWatch newWatch) {
        this.watch = newWatch;
    }

    /** Grants a connection that is free at once, to the caller himself. */
    void grant(PooledSession granted) {
        if (accept(granted)) {
            hand(granted);
        } else {
            granted.release();
        }
    }

    @Override
    void serve(PooledSession granted) {
        if (hasContext || granted.isOnLoop()) {
            hand(granted);
        } else {
            // Somebody else's thread: what the caller does next is none of its business.
            granted.session().context().execute(() -> hand(granted));
        }
    }

    private void hand(PooledSession granted) {
        Lease made = new Lease(granted);
        LeakWatch watching = watch;
        if (watching != null) {
            made.watch(watching);
        }
        lease = made;
        if (abandoned) {
            made.release(false);
        }
        Future<Void> prepared = granted.pool().prepare(made);
        if (prepared == null) {
            promise.tryComplete(made);
        } else {
            prepared.onComplete((done, failure) -> {
                if (failure == null) {
                    promise.tryComplete(made);
                } else {
                    promise.tryFail(failure);
                }
            });
        }
    }

    @Override
    void fail(PgException reason) {
        promise.tryFail(reason);
    }

    @Override
    public Future<Lease> future() {
        return promise.future();
    }

    @Override
    public void abandon(PgException reason) {
        abandoned = true;
        if (die()) {
            queue.died();
            promise.tryFail(reason);
        } else {
            // Between acceptance and serving there is no lease yet; then serve() sees the mark.
            Lease made = lease;
            if (made != null) {
                made.release(false);
            }
        }
    }
}
