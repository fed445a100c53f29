package io.pgnative.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One of the concurrent callers: it has one call in flight at a time. A peer asks {@link #next()}, runs the workload's
 * statement with {@link #key()}, and reports the values it read; then again. Used by one call at a time, on whatever
 * thread that call's result comes.
 */
public final class Caller {

    private final Meter meter;
    private final Workload workload;
    private final long firstTurn;
    private final AtomicLong operations = new AtomicLong();
    private long key;
    private long checksum;

    Caller(Meter meter, Workload workload, long firstTurn) {
        this.meter = meter;
        this.workload = workload;
        this.firstTurn = firstTurn;
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
        key = workload.key(firstTurn + done);
        return true;
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
        operations.setRelease(operations.getPlain() + 1);
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
