package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Workload;
import java.util.List;

/** A client under measurement, connected to the server. */
public interface Peer extends AutoCloseable {

    /**
     * Starts callers in the style that is natural for the client, and returns. Each runs one call after the other while
     * {@link Caller#next()} says so, and reads all values of each result.
     *
     * @param workload what to run
     * @param callers the concurrent callers
     */
    void start(Workload workload, List<Caller> callers);

    /** Closes the connections and ends the client's threads. */
    @Override
    void close();
}
