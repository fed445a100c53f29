package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.time.Duration;
import java.util.List;

/**
 * What a child process is to do; goes there as its arguments.
 *
 * @param client who
 * @param workload what
 * @param callers concurrent callers
 * @param rate calls per second of all callers together; 0: each call follows the one before
 * @param connections the size of the pool
 * @param eventLoops see {@link io.pgnative.benchmarks.peer.PeerOptions}
 * @param nativeTransport see {@link io.pgnative.benchmarks.peer.PeerOptions}
 * @param pipelining see {@link io.pgnative.benchmarks.peer.PeerOptions}
 * @param warmUp run before the first window
 * @param window measured
 * @param windows how many windows are measured, one after the other
 * @param rows how many rows each call of {@link Workload#THOUSAND_INTS} reads in place of 1,000; 0 leaves it at that
 */
record ChildOptions(
        Client client,
        Workload workload,
        int callers,
        int rate,
        int connections,
        int eventLoops,
        boolean nativeTransport,
        int pipelining,
        Duration warmUp,
        Duration window,
        int windows,
        int rows) {

    List<String> toArguments() {
        return List.of(
                client.id(),
                workload.id(),
                Integer.toString(callers),
                Integer.toString(rate),
                Integer.toString(connections),
                Integer.toString(eventLoops),
                Boolean.toString(nativeTransport),
                Integer.toString(pipelining),
                warmUp.toString(),
                window.toString(),
                Integer.toString(windows),
                Integer.toString(rows));
    }

    static ChildOptions parse(List<String> arguments) {
        return new ChildOptions(
                Client.of(arguments.get(0)),
                Workload.of(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)),
                Integer.parseInt(arguments.get(5)),
                Boolean.parseBoolean(arguments.get(6)),
                Integer.parseInt(arguments.get(7)),
                Duration.parse(arguments.get(8)),
                Duration.parse(arguments.get(9)),
                Integer.parseInt(arguments.get(10)),
                Integer.parseInt(arguments.get(11)));
    }
}
