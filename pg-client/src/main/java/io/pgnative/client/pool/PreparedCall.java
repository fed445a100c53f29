package io.pgnative.client.pool;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgException;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.RequestOwner;
import io.pgnative.client.session.Session;

/** A call that runs on a connection of its own, since something is to be done with that before. */
final class PreparedCall implements RequestOwner {

    private final PendingLease pending;

    private PreparedCall(PendingLease pending) {
        this.pending = pending;
    }

    static void submit(Request<?> request, PendingLease pending) {
        request.owner(new PreparedCall(pending));
        pending.future().onComplete((lease, failure) -> {
            if (failure == null) {
                lease.submit(request);
                lease.release(false);
            } else {
                request.reject((PgException) failure);
            }
        });
    }

    @Override
    public void abandoned(Request<?> request) {
        pending.abandon(new PgCancelledException("the call was given up"));
    }

    /** Never: by then the request belongs to the connection. */
    @Override
    public void settled(Request<?> request, Session session) {}
}
