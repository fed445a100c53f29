package io.pgnative.client.pool;

import io.pgnative.client.session.Observing;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with connections before they are used, and who is told of calls.
 *
 * @param onConnect once for each connection, when it has been opened, one after the other
 * @param onAcquire each time a connection is taken from the pool, one after the other
 * @param observing told of the calls that are made; null for nobody
 */
public record PoolHooks(
        List<Hook> onConnect,
        List<Hook> onAcquire,
        @Nullable Observing observing) {

    /** Nothing is done. */
    public static final PoolHooks NONE = new PoolHooks(List.of(), List.of(), null);

    /**
     * Something to be done with a connection.
     *
     * @param name what it is called in messages: {@code the onConnect hook}
     * @param work does it
     */
    public record Hook(String name, Work work) {}

    /** Does something with a connection. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it.
         *
         * @param lease the connection, which is not released by the hook
         * @return completes when it is done; a failure closes the connection
         */
        Future<?> run(Lease lease);
    }
}
