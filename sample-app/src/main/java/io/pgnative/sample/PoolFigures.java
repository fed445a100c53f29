package io.pgnative.sample;

import io.pgnative.client.PoolStatistics;

/**
 * The pool at this moment, as the web page shows it.
 *
 * @param maxSize the most connections it may have
 * @param size connections it has
 * @param idle those without work
 * @param busy those at work
 * @param waiting calls that wait for one
 * @param acquired calls served so far
 * @param meanAcquireMicros how long a call waited for its connection, on average, in microseconds
 * @param acquireTimeouts calls that waited in vain
 * @param statements statements prepared, over all connections
 * @param statementHitPercent how many of the calls found their statement prepared, 0 to 100
 */
record PoolFigures(
        int maxSize,
        int size,
        int idle,
        int busy,
        int waiting,
        long acquired,
        long meanAcquireMicros,
        long acquireTimeouts,
        long statements,
        long statementHitPercent) {

    static PoolFigures of(PoolStatistics pool) {
        long lookups = pool.statementHits() + pool.statementMisses();
        return new PoolFigures(
                pool.maxSize(),
                pool.size(),
                pool.idle(),
                pool.busy(),
                pool.waiting(),
                pool.acquired(),
                pool.acquired() == 0 ? 0 : pool.acquireNanos() / pool.acquired() / 1000,
                pool.acquireTimeouts(),
                pool.statements(),
                lookups == 0 ? 0 : 100 * pool.statementHits() / lookups);
    }
}
