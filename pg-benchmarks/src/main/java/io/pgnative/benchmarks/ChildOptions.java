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
 * @param connections the size of the pool
 * @param eventLoops see {@link io.pgnative.benchmarks.peer.PeerOptions}
 * @param nativeTransport see {@link io.pgnative.benchmarks.peer.PeerOptions}
 * @param warmUp run before the window
 * @param window measured
 */
record ChildOptions(
        Client client,
        Workload workload,
        int callers,
        int connections,
        int eventLoops,
        boolean nativeTransport,
        Duration warmUp,
        Duration window) {

    List<String> toArguments() {
        return List.of(
                client.id(),
                workload.id(),
                Integer.toString(callers),
                Integer.toString(connections),
                Integer.toString(eventLoops),
                Boolean.toString(nativeTransport),
                warmUp.toString(),
                window.toString());
    }

    static ChildOptions parse(List<String> arguments) {
        return new ChildOptions(
                Client.of(arguments.get(0)),
                Workload.of(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)),
                Boolean.parseBoolean(arguments.get(5)),
                Duration.parse(arguments.get(6)),
                Duration.parse(arguments.get(7)));
    }
}
