package io.pgnative.client.pool;

import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.session.Session.StatementCacheFigures;
import java.util.concurrent.atomic.LongAdder;

/** What a pool has counted since it was made. */
final class Counters {

    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder openFailures = new LongAdder();
    final LongAdder acquired = new LongAdder();
    final LongAdder acquireTimeouts = new LongAdder();
    final LongAdder queueRejections = new LongAdder();
    final LongAdder acquireNanos = new LongAdder();
    /** Of the connections that have ended. */
    final LongAdder statementHits = new LongAdder();

    final LongAdder statementMisses = new LongAdder();
    final LongAdder statementEvictions = new LongAdder();

    void keep(StatementCacheFigures figures) {
        statementHits.add(figures.hits());
        statementMisses.add(figures.misses());
        statementEvictions.add(figures.evictions());
    }

    /** What a pool holds, and what it has counted. */
    PoolStatistics statistics(PgOptions.Pool options, Roster now, int waiting) {
        int idle = 0;
        int closing = 0;
        long hits = statementHits.sum();
        long misses = statementMisses.sum();
        long evictions = statementEvictions.sum();
        long statements = 0;
        for (PooledSession slot : now.slots()) {
            if (slot.isIdle()) {
                idle++;
            } else if (slot.isGoing()) {
                closing++;
            }
            StatementCacheFigures figures = slot.session().statementCacheFigures();
            hits += figures.hits();
            misses += figures.misses();
            evictions += figures.evictions();
            statements += figures.size();
        }
        return new PoolStatistics(
                options.maxSize(),
                options.minIdle(),
                idle,
                now.slots().length - idle - closing,
                now.opening(),
                closing,
                waiting,
                opened.sum(),
                closed.sum(),
                openFailures.sum(),
                acquired.sum(),
                acquireTimeouts.sum(),
                queueRejections.sum(),
                acquireNanos.sum(),
                hits,
                misses,
                evictions,
                statements);
    }
}
