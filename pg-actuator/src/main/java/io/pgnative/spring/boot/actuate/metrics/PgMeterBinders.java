package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** The meters of several clients. */
public final class PgMeterBinders implements MeterBinder, AutoCloseable {

    private final List<PgClientMetrics> metrics;

    /**
     * Makes one.
     *
     * @param metrics of each client
     */
    public PgMeterBinders(List<PgClientMetrics> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        metrics.forEach(each -> each.bindTo(registry));
    }

    /** Takes the meters out of all registries. */
    @Override
    public void close() {
        metrics.forEach(PgClientMetrics::close);
    }
}
