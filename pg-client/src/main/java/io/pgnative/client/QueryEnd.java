package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a call; see {@link QueryObserver}.
 *
 * @param rows how many rows were returned or affected, as the server counts them; 0 if it failed
 * @param tag the command tag, such as {@code INSERT 0 1}; empty if there was none
 * @param batchSize the rows of arguments of a batch as far as they were sent; 1 for anything else
 * @param processId of the backend; 0 if no connection had taken it
 * @param host the server, as configured; null if no connection had taken it
 * @param failure what the caller is told; null if it succeeded. A {@link PgCancelledException} if he has given up, as
 *     who takes only the first rows of a stream does
 */
public record QueryEnd(
        long rows,
        String tag,
        long batchSize,
        int processId,
        @Nullable PgHost host,
        @Nullable Throwable failure) {}
