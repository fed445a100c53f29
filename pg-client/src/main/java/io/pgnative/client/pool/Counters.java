package io.pgnative.client.pool;

import io.pgnative.client.PgClientListener;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.TrafficStatistics;
import io.pgnative.client.session.ClientListeners;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.Session.StatementCacheFigures;
import io.pgnative.client.session.Session.TrafficFigures;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a pool since it was made, and tells those who listen. */
final class Counters {

    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    final LongAdder openFailures = new LongAdder();
    private final LongAdder acquired = new LongAdder();
    private final LongAdder acquireTimeouts = new LongAdder();
    final LongAdder queueRejections = new LongAdder();
    private final LongAdder acquireNanos = new LongAdder();
    /** Of the connections that have ended. */
    private final Total statementHits = new Total();

    private final Total statementMisses = new Total();
    private final Total statementEvictions = new Total();

    private final Total reparses = new Total();
    private final Total bytesReceived = new Total();
    private final Total bytesSent = new Total();

    private final ClientListeners listeners;

    Counters(ClientListeners listeners) {
        this.listeners = listeners;
    }

    /** A call has got a connection. */
    void acquired(long waitNanos) {
        acquired.increment();
        if (waitNanos != 0) {
            acquireNanos.add(waitNanos);
        }
        PgClientListener told = listeners.current();
        if (told != null) {
            told.connectionAcquired(waitNanos);
        }
    }

    /** A call has waited in vain. */
    void timedOut(long waitNanos) {
        acquireTimeouts.increment();
        PgClientListener told = listeners.current();
        if (told != null) {
            told.acquireTimedOut(waitNanos);
        }
    }

    /** A connection has no user any more, if it had one. */
    void endUse(PooledSession slot, long nowNanos) {
        long since = slot.endUse();
        PgClientListener told = listeners.current();
        if (told != null && since != 0) {
            told.connectionReleased(Math.max(0, nowNanos - since));
        }
    }

    void opened(long nanos) {
        opened.increment();
        PgClientListener told = listeners.current();
        if (told != null) {
            told.connectionOpened(nanos);
        }
    }

    void openFailed(long nanos, Throwable failure) {
        openFailures.increment();
        PgClientListener told = listeners.current();
        if (told != null) {
            told.connectionOpenFailed(nanos, failure);
        }
    }

    /** A connection is over; what it has counted stays. */
    void ended(PooledSession slot, long nowNanos) {
        closed.increment();
        endUse(slot, nowNanos);
        keep(slot.session());
    }

    private void keep(Session ended) {
        TrafficFigures traffic = ended.trafficFigures();
        bytesReceived.add(traffic.received());
        bytesSent.add(traffic.sent());
        reparses.add(ended.reparses());
        StatementCacheFigures figures = ended.statementCacheFigures();
        statementHits.add(figures.hits());
        statementMisses.add(figures.misses());
        statementEvictions.add(figures.evictions());
    }

    /** What has gone over all connections. */
    TrafficStatistics traffic(Roster now, long notifications) {
        long received = bytesReceived.sum();
        long sent = bytesSent.sum();
        long again = reparses.sum();
        for (PooledSession slot : now.slots()) {
            TrafficFigures figures = slot.session().trafficFigures();
            received += figures.received();
            sent += figures.sent();
            again += slot.session().reparses();
        }
        return new TrafficStatistics(
                bytesReceived.told(received), bytesSent.told(sent), notifications, reparses.told(again));
    }

    /** What a pool holds, and what it has counted. */
    PoolStatistics statistics(PoolSize size, Roster now, int waiting) {
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
                size.max(),
                size.minIdle(),
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
                statementHits.told(hits),
                statementMisses.told(misses),
                statementEvictions.told(evictions),
                statements);
    }
}
