package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import io.pgnative.benchmarks.peer.Peer;
import io.pgnative.benchmarks.peer.PeerOptions;

/** The work of a child process: one client, alone in its JVM. */
final class Child {

    /** A window is prolonged until there are so many calls for each caller: fewer would tell chance. */
    private static final int LEAST_CALLS_PER_CALLER = 5;

    private static final int MOST_WINDOWS = 20;

    /** Calls of each workload in {@link #check}: more than the five after which pgjdbc prepares on the server. */
    static final int CALLS_TO_CHECK = 8;

    private Child() {}

    /**
     * Measures one workload.
     *
     * @param options which, and for how long
     * @param server where
     * @return what was used in the window; the callers run before, through and after it without a break
     * @throws InterruptedException if this thread is interrupted
     */
    static Measurement measure(ChildOptions options, ServerAddress server) throws InterruptedException {
        PeerOptions peerOptions =
                new PeerOptions(server, options.connections(), options.eventLoops(), options.nativeTransport());
        try (Peer peer = options.client().open(peerOptions)) {
            Meter meter = new Meter(options.workload(), options.callers(), Long.MAX_VALUE);
            peer.start(options.workload(), meter.callers());
            meter.run(options.warmUp());
            long operationsBefore = meter.operations();
            ResourceUsage before = ResourceUsage.now();
            long enough = operationsBefore + (long) LEAST_CALLS_PER_CALLER * options.callers();
            int windows = 0;
            do {
                meter.run(options.window());
                windows++;
            } while (meter.operations() < enough && windows < MOST_WINDOWS);
            ResourceUsage after = ResourceUsage.now();
            long operations = meter.operations() - operationsBefore;
            meter.stop();
            if (operationsBefore + operations < enough) {
                throw new IllegalStateException(
                        "only " + operations + " calls ended in " + windows + " windows of " + options.window());
            }
            return new Measurement(
                    options.client(),
                    options.workload(),
                    operations,
                    after.nanos() - before.nanos(),
                    after.cpuNanos() - before.cpuNanos(),
                    after.allocatedBytes() - before.allocatedBytes());
        }
    }

    /**
     * Runs each workload a few times, so that every way a client can take with a statement (first run, prepared) is
     * gone, and prints a line {@code workload,calls,checksum} for each.
     *
     * @param client who
     * @param server where
     * @throws InterruptedException if this thread is interrupted
     */
    static void check(Client client, ServerAddress server) throws InterruptedException {
        try (Peer peer = client.open(new PeerOptions(server, 2, 1, false))) {
            for (Workload workload : Workload.values()) {
                Meter meter = new Meter(workload, 1, CALLS_TO_CHECK);
                peer.start(workload, meter.callers());
                meter.awaitEnd();
                meter.checksums()
                        .forEach(sum -> System.out.println(String.join(
                                ",", workload.id(), Long.toString(meter.operations()), Long.toString(sum))));
            }
        }
    }
}
