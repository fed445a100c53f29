package io.pgnative.client.pool;

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
}
