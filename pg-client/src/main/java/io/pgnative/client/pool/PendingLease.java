package io.pgnative.client.pool;

import io.pgnative.client.PgException;
import io.vertx.core.Future;

/** A connection that was asked for. */
public interface PendingLease {

    /**
     * The connection, once there is one.
     *
     * @return completes once, on the context that was given
     */
    Future<Lease> future();

    /**
     * The caller gives up, on any thread: a connection that was granted but not looked at goes back to the pool.
     *
     * @param reason what the future fails with if no connection was granted yet
     */
    void abandon(PgException reason);
}
