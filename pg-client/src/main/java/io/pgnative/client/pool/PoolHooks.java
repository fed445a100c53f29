package io.pgnative.client.pool;

import io.pgnative.client.session.Observing;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * What is done with connections before they are used, and who is told of calls.
 *
 * @param onConnect once for each connection, when it has been opened; null for nothing
 * @param onAcquire each time a connection is taken from the pool; null for nothing
 * @param observing told of the calls that are made; null for nobody
 */
public record PoolHooks(
        @Nullable Hook onConnect,
        @Nullable Hook onAcquire,
        @Nullable Observing observing) {

    /** Nothing is done. */
    public static final PoolHooks NONE = new PoolHooks(null, null, null);

    /** Something to be done with a connection. */
    @FunctionalInterface
    public interface Hook {

        /**
         * Does it.
         *
         * @param lease the connection, which is not released by the hook
         * @return completes when it is done; a failure closes the connection
         */
        Future<?> run(Lease lease);
    }
}
