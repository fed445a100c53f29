package io.pgnative.client;

/**
 * What a pool holds at one moment, and what it has counted since it was made.
 *
 * @param maxSize the most connections it may have
 * @param minIdle the idle connections that it keeps ready
 * @param idle connections waiting for work
 * @param busy connections at work or borrowed; one that carries several statements counts once
 * @param opening connections being opened
 * @param closing connections being closed that still take up room
 * @param waiting calls waiting for a connection
 * @param opened connections opened so far
 * @param closed connections closed so far, for whatever reason
 * @param openFailures attempts to open a connection that failed
 * @param acquired calls that got a connection, alone or behind others
 * @param acquireTimeouts calls that waited in vain
 * @param queueRejections calls refused because too many were waiting
 * @param acquireNanos the summed time that calls waited for their connection, in nanoseconds
 * @param statementHits statements found prepared
 * @param statementMisses statements that had to be prepared
 * @param statementEvictions prepared statements given up for newer ones or for their age
 * @param statements statements prepared at this moment, over all connections
 */
public record PoolStatistics(
        int maxSize,
        int minIdle,
        int idle,
        int busy,
        int opening,
        int closing,
        int waiting,
        long opened,
        long closed,
        long openFailures,
        long acquired,
        long acquireTimeouts,
        long queueRejections,
        long acquireNanos,
        long statementHits,
        long statementMisses,
        long statementEvictions,
        long statements) {

    /**
     * The number of connections, those being opened or closed included.
     *
     * @return at most {@link #maxSize()}
     */
    public int size() {
        return idle + busy + opening + closing;
    }
}
