package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one client's pool and statement caches, all read from {@link PgClient#statistics()} when they are asked
 * for, so that they cost the way of a query nothing. Each has the tag {@code name}.
 */
public class PgPoolMetrics implements MeterBinder {

    private static final String POOL = "pgnative.pool.";
    private static final String STATEMENTS = "pgnative.statement.cache.";

    private final PgClient client;
    private final Tags tags;

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
        this.client = client;
        this.tags = Tags.of("name", name);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections(registry, "idle", PoolStatistics::idle);
        connections(registry, "busy", PoolStatistics::busy);
        connections(registry, "opening", PoolStatistics::opening);
        connections(registry, "closing", PoolStatistics::closing);
        gauge(registry, POOL + "max", "connections", "Most connections", PoolStatistics::maxSize);
        gauge(registry, POOL + "min-idle", "connections", "Idle connections kept ready", PoolStatistics::minIdle);
        gauge(registry, POOL + "waiting", "calls", "Calls waiting for a connection", PoolStatistics::waiting);
        counter(registry, POOL + "opened", "connections", "Connections opened", PoolStatistics::opened);
        counter(registry, POOL + "closed", "connections", "Connections closed", PoolStatistics::closed);
        counter(registry, POOL + "open.failures", "attempts", "Connections not opened", PoolStatistics::openFailures);
        counter(
                registry,
                POOL + "acquire.timeouts",
                "calls",
                "Calls that waited in vain",
                PoolStatistics::acquireTimeouts);
        counter(
                registry,
                POOL + "queue.rejections",
                "calls",
                "Calls refused by a full queue",
                PoolStatistics::queueRejections);
        acquisitions(registry);
        counter(
                registry,
                STATEMENTS + "hits",
                "statements",
                "Statements found prepared",
                PoolStatistics::statementHits);
        counter(
                registry,
                STATEMENTS + "misses",
                "statements",
                "Statements to prepare",
                PoolStatistics::statementMisses);
        counter(
                registry,
                STATEMENTS + "evictions",
                "statements",
                "Statements given up",
                PoolStatistics::statementEvictions);
        gauge(registry, STATEMENTS + "size", "statements", "Statements prepared now", PoolStatistics::statements);
    }

    private void connections(MeterRegistry registry, String state, ToDoubleFunction<PoolStatistics> value) {
        Gauge.builder(POOL + "connections", client, c -> value.applyAsDouble(c.statistics()))
                .tags(tags.and("state", state))
                .baseUnit("connections")
                .description("Connections by state")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String unit, String text, ToDoubleFunction<PoolStatistics> value) {
        Gauge.builder(name, client, c -> value.applyAsDouble(c.statistics()))
                .tags(tags)
                .baseUnit(unit)
                .description(text)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String unit, String text, ToLongFunction<PoolStatistics> value) {
        FunctionCounter.builder(name, client, c -> value.applyAsLong(c.statistics()))
                .tags(tags)
                .baseUnit(unit)
                .description(text)
                .register(registry);
    }

    private void acquisitions(MeterRegistry registry) {
        FunctionTimer.builder(
                        POOL + "acquire",
                        client,
                        c -> c.statistics().acquired(),
                        c -> c.statistics().acquireNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description("Time that calls waited for their connection")
                .register(registry);
    }
}
