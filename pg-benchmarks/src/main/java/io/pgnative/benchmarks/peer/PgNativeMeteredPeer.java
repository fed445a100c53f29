package io.pgnative.benchmarks.peer;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Workload;
import io.pgnative.spring.boot.actuate.metrics.PgPoolMetrics;
import io.pgnative.spring.boot.actuate.metrics.PgQueryMetrics;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Our client as {@link PgNativePeer}, with its meters bound to a registry of which all are read each second. */
final class PgNativeMeteredPeer implements Peer {

    private final PgNativePeer peer;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScheduledFuture<?> reading;
    private volatile double last;

    PgNativeMeteredPeer(PeerOptions options) {
        this.peer = new PgNativePeer(options);
        new PgPoolMetrics(peer.pg()).bindTo(registry);
        new PgQueryMetrics(peer.pg(), "pgnative", Tags.empty()).bindTo(registry);
        this.reading = Clock.TIMER.scheduleAtFixedRate(this::readAll, 1, 1, TimeUnit.SECONDS);
    }

    private void readAll() {
        for (Meter meter : registry.getMeters()) {
            for (Measurement measurement : meter.measure()) {
                last = measurement.getValue();
            }
        }
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        peer.start(workload, callers);
    }

    @Override
    public void close() {
        boolean wasReading = reading.cancel(false);
        peer.close();
        registry.close();
        if (!wasReading) {
            throw new IllegalStateException("the meters could not be read; the last value was " + last);
        }
    }
}
