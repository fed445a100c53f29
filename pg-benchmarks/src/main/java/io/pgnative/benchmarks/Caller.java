package io.pgnative.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One of the concurrent callers: it has one call in flight at a time. A peer asks {@link #next()}, waits
 * {@link #nanosUntilDue()}, runs the statement with {@link #key()}, and reports the values it read; then again. Used by
 * one call at a time, on whatever thread that call's result comes.
 */
public final class Caller {

    private final Meter meter;
    private final Workload workload;
    private final int index;
    private final AtomicLong operations = new AtomicLong();
    private Query query;
    private long key;
    private long start;
    private long checksum;

    Caller(Meter meter, Workload workload, int index) {
        this.meter = meter;
        this.workload = workload;
        this.index = index;
        this.query = workload.query(0);
    }

    /**
     * Begins a call, or ends this caller.
     *
     * @return false if no call is wanted any more; then this caller must not be used again
     */
    public boolean next() {
        long done = operations.getPlain();
        if (!meter.wants(done)) {
            meter.callerEnded();
            return false;
        }
        key = meter.key(index, done);
        query = workload.query(key);
        start = meter.start(index, done);
        return true;
    }

    /**
     * How long the call must wait until it may be sent. Above zero only when calls are made at a fixed rate.
     *
     * @return nanoseconds; zero or less if it is due or late
     */
    public long nanosUntilDue() {
        return meter.isPaced() ? start - System.nanoTime() : 0;
    }

    /**
     * The statement of the call that {@link #next()} began.
     *
     * @return what to run and how to read it
     */
    public Query query() {
        return query;
    }

    /**
     * The statement's text. Ask once for a call: it may be another each time.
     *
     * @return with {@code $1}, {@code $2}, ...
     */
    public String sql() {
        return workload.text(query.sql());
    }

    /**
     * The statement's text for JDBC. Ask once for a call: it may be another each time.
     *
     * @return with {@code ?}
     */
    public String jdbcSql() {
        return workload.text(query.jdbcSql());
    }

    /**
     * The key of the call that {@link #next()} began.
     *
     * @return the statement's argument, if it takes one
     */
    public long key() {
        return key;
    }

    /**
     * Ends a call well.
     *
     * @param checksum of the values read
     */
    public void completed(long checksum) {
        if (checksum != workload.expected(key)) {
            throw new IllegalStateException("wrong values for " + workload.id() + ", key " + key);
        }
        this.checksum = checksum;
        if (workload.isTimed(key)) {
            meter.record(System.nanoTime() - start);
        }
        operations.setRelease(operations.getPlain() + 1);
    }

    /** Ends a call well whose values were not read. Only for the floor, which reads none. */
    public void completedUnread() {
        completed(workload.expected(key));
    }

    /**
     * Ends a call with an error, and with it the measurement.
     *
     * @param cause why
     */
    public void failed(Throwable cause) {
        meter.fail(cause);
        meter.callerEnded();
    }

    long operations() {
        return operations.getAcquire();
    }

    long lastChecksum() {
        operations.getAcquire();
        return checksum;
    }
}
