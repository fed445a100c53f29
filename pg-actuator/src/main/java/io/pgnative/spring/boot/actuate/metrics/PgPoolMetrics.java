package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgnative.client.PgClient;

/**
 * The meters of one client's pool, of its statement caches, its traffic and its listeners. Gauges and counters are read
 * from the client's statistics when they are asked for; the timers of waiting, using and opening are fed by the pool.
 */
public final class PgPoolMetrics extends PgClientMetrics {

    private final PgMeterConvention convention;

    /**
     * Makes one that tags with the pool's name.
     *
     * @param client to measure
     */
    public PgPoolMetrics(PgClient client) {
        this(client, client.options().pool().name());
    }

    /**
     * Makes one.
     *
     * @param client to measure
     * @param name the value of the tag {@code name}; has to differ from client to client
     */
    public PgPoolMetrics(PgClient client, String name) {
        this(client, name, Tags.empty(), PgMeterConvention.MICROMETER);
    }

    /**
     * Makes one.
     *
     * @param client to measure
     * @param name the value of the tag that names it; has to differ from client to client
     * @param tags more of them
     * @param convention how the pool's meters are named
     */
    public PgPoolMetrics(PgClient client, String name, Tags tags, PgMeterConvention convention) {
        super(client, name, tags);
        this.convention = convention;
    }

    @Override
    ClientMeters register(MeterRegistry registry) {
        PoolMeters meters = convention == PgMeterConvention.OPENTELEMETRY
                ? PoolMeters.openTelemetry(
                        registry,
                        client(),
                        Tags.of(PoolMeters.POOL_NAME, name()).and(tags()))
                : PoolMeters.micrometer(registry, client(), namedTags());
        meters.addOwn(namedTags());
        return meters;
    }
}
