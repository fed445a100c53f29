package io.pgnative.spring.boot.actuate.endpoint;

import io.pgnative.client.PoolStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One client.
 *
 * @param pool the pool's name
 * @param database its name
 * @param size connections, those being opened or closed included
 * @param used connections at work or borrowed
 * @param idle connections waiting for work
 * @param pending calls waiting for a connection
 * @param maxSize the most connections
 * @param minIdle idle connections kept ready
 * @param acquireTimeouts calls that waited in vain, since the start
 * @param openFailures attempts to open a connection that failed, since the start
 * @param complete whether all connections could be looked at in time
 * @param connections each of them, the oldest first
 * @param statements what is prepared, over all connections, what took most time first; null in the list of clients
 */
public record PgPoolDescriptor(
        String pool,
        String database,
        int size,
        int used,
        int idle,
        int pending,
        int maxSize,
        int minIdle,
        long acquireTimeouts,
        long openFailures,
        boolean complete,
        List<PgConnectionDescriptor> connections,
        @Nullable List<PgStatementDescriptor> statements)
        implements OperationResponseBody {

    static PgPoolDescriptor of(
            String pool,
            String database,
            PoolStatistics now,
            boolean complete,
            List<PgConnectionDescriptor> connections,
            @Nullable List<PgStatementDescriptor> statements) {
        return new PgPoolDescriptor(
                pool,
                database,
                now.size(),
                now.busy(),
                now.idle(),
                now.waiting(),
                now.maxSize(),
                now.minIdle(),
                now.acquireTimeouts(),
                now.openFailures(),
                complete,
                connections,
                statements);
    }
}
