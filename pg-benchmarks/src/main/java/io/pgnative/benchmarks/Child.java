package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import io.pgnative.benchmarks.peer.Peer;
import io.pgnative.benchmarks.peer.PeerOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The work of a child process: one client, alone in its JVM. */
final class Child {

    /** A window is prolonged until there are so many calls for each caller: fewer would tell chance. */
    private static final int LEAST_CALLS_PER_CALLER = 5;

    private static final int MOST_PROLONGATIONS = 20;

    /** Calls before and in a window of a workload whose calls are counted. */
    private static final int COUNTED_CALLS_BEFORE = 3;

    private static final int COUNTED_CALLS = 5;

    /** Calls of each workload in {@link #check}: more than the five after which pgjdbc prepares on the server. */
    static final int CALLS_TO_CHECK = 8;

    private final ChildOptions options;
    private final Peer peer;

    private Child(ChildOptions options, Peer peer) {
        this.options = options;
        this.peer = peer;
    }

    /**
     * Measures one workload.
     *
     * @param options which, and for how long
     * @param server where
     * @return what was used in each window
     * @throws InterruptedException if this thread is interrupted
     * @throws SQLException if the expected values cannot be read
     */
    static List<Measurement> measure(ChildOptions options, ServerAddress server)
            throws InterruptedException, SQLException {
        if (options.workload() == Workload.PG_TYPE) {
            Dataset.readTypes(server);
        }
        PeerOptions peerOptions = new PeerOptions(
                server, options.connections(), options.eventLoops(), options.nativeTransport(), options.pipelining());
        try (Peer peer = options.client().open(peerOptions)) {
            Child child = new Child(options, peer);
            return options.workload().isCounted() ? child.measureCalls() : child.measureWindows();
        }
    }

    /** The callers run before, through and after the windows without a break. */
    private List<Measurement> measureWindows() throws InterruptedException {
        Meter meter = options.rows() > 0
                ? Meter.endlessWithKey(options.workload(), options.callers(), options.rows())
                : Meter.endless(options.workload(), options.callers(), options.rate());
        peer.start(options.workload(), meter.callers());
        meter.run(options.warmUp());
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < options.windows(); i++) {
            measurements.add(measureWindow(meter));
        }
        meter.stop();
        return measurements;
    }

    private Measurement measureWindow(Meter meter) throws InterruptedException {
        meter.takeLatencies();
        long operationsBefore = meter.operations();
        ResourceUsage before = ResourceUsage.now();
        long enough = operationsBefore + (long) LEAST_CALLS_PER_CALLER * options.callers();
        int lengths = 0;
        do {
            meter.run(options.window());
            lengths++;
        } while (meter.operations() < enough && lengths < MOST_PROLONGATIONS);
        ResourceUsage after = ResourceUsage.now();
        long operations = meter.operations() - operationsBefore;
        Histogram latencies = meter.takeLatencies();
        if (operationsBefore + operations < enough) {
            throw new IllegalStateException(
                    "only " + operations + " calls ended in " + lengths + " windows of " + options.window());
        }
        return measurement(operations, before, after, latencies);
    }

    private List<Measurement> measureCalls() throws InterruptedException {
        runCalls(COUNTED_CALLS_BEFORE);
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < options.windows(); i++) {
            ResourceUsage before = ResourceUsage.now();
            Histogram latencies = runCalls(COUNTED_CALLS);
            measurements.add(measurement(COUNTED_CALLS, before, ResourceUsage.now(), latencies));
        }
        return measurements;
    }

    private Histogram runCalls(int calls) throws InterruptedException {
        Meter meter = Meter.counted(options.workload(), calls);
        peer.start(options.workload(), meter.callers());
        meter.awaitEnd();
        return meter.takeLatencies();
    }

    private Measurement measurement(long operations, ResourceUsage before, ResourceUsage after, Histogram latencies) {
        return new Measurement(
                options.client(),
                options.workload(),
                options.callers(),
                operations,
                after.nanos() - before.nanos(),
                after.cpuNanos() - before.cpuNanos(),
                after.allocatedBytes() - before.allocatedBytes(),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99));
    }

    /**
     * Runs each workload a few times, so that every way a client can take with a statement (first run, prepared) is
     * gone, and prints a line {@code workload,calls,checksum} for each.
     *
     * @param client who
     * @param server where
     * @throws InterruptedException if this thread is interrupted
     * @throws SQLException if the expected values cannot be read
     */
    static void check(Client client, ServerAddress server) throws InterruptedException, SQLException {
        Dataset.readTypes(server);
        try (Peer peer = client.open(new PeerOptions(server, 2, 1, false, 0))) {
            for (Workload workload : Workload.values()) {
                if (client.skipped(workload, Link.TCP, Runtime.version().feature())
                        .isPresent()) {
                    continue;
                }
                Meter meter = Meter.check(workload, CALLS_TO_CHECK);
                peer.start(workload, meter.callers());
                meter.awaitEnd();
                meter.checksums()
                        .forEach(sum -> System.out.println(String.join(
                                ",", workload.id(), Long.toString(meter.operations()), Long.toString(sum))));
            }
        }
    }
}
