package io.pgnative.client.pool;

import io.pgnative.client.PgException;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.RequestOwner;
import io.pgnative.client.session.Session;

/** A single statement that waits for a connection. */
final class RequestWaiter extends Waiter implements RequestOwner {

    private final WaitQueue queue;
    private final Request<?> request;

    RequestWaiter(WaitQueue queue, Request<?> request, long queuedNanos, long acquireDeadlineNanos) {
        super(queuedNanos, acquireDeadlineNanos, request.deadlineNanos());
        this.queue = queue;
        this.request = request;
    }

    @Override
    boolean mayShare() {
        return request.isSingleStatement();
    }

    @Override
    void serve(PooledSession granted) {
        granted.session().submit(request);
    }

    @Override
    void fail(PgException reason) {
        request.reject(reason);
    }

    @Override
    public void settled(Request<?> settled, Session session) {
        giveBack();
    }

    @Override
    public void abandoned(Request<?> abandoned) {
        if (die()) {
            queue.died();
        } else {
            giveBack();
        }
    }

    private void giveBack() {
        // A request that is abandoned while it is being handed over may be reported twice.
        PooledSession granted = leave();
        if (granted != null) {
            granted.finished();
        }
    }
}
