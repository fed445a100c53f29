package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of a pool, named by one of two conventions, and those that only this client has. */
final class PoolMeters extends ClientMeters {

    /** The attribute of OpenTelemetry. */
    static final String POOL_NAME = "db.client.connection.pool.name";

    private static final String POOL = "pgnative.pool.";
    private static final String OTEL = "db.client.connection.";
    private static final String STATEMENTS = "pgnative.statement.cache.";
    private static final String LISTEN = "pgnative.listen.";
    private static final String TRAFFIC = "pgnative.traffic.";

    private final Tags tags;
    private final Timer acquire;
    private final Timer usage;
    private final Timer creation;

    private PoolMeters(
            MeterRegistry registry, PgClient client, Tags tags, String acquire, String usage, String creation) {
        super(registry, client);
        this.tags = tags;
        this.acquire = timer(acquire, tags, "Time that calls waited for their connection");
        this.usage = timer(usage, tags, "Time that connections were in use before they came back");
        this.creation = timer(creation, tags, "Time that opening a connection took");
    }

    /** Names like those of other pools in Micrometer. */
    static PoolMeters micrometer(MeterRegistry registry, PgClient client, Tags tags) {
        PoolMeters meters = new PoolMeters(registry, client, tags, POOL + "acquire", POOL + "usage", POOL + "creation");
        meters.state(POOL + "connections", "state", "idle", "connections", PoolStatistics::idle);
        meters.state(POOL + "connections", "state", "busy", "connections", PoolStatistics::busy);
        meters.state(POOL + "connections", "state", "opening", "connections", PoolStatistics::opening);
        meters.state(POOL + "connections", "state", "closing", "connections", PoolStatistics::closing);
        meters.pool(POOL + "max", "connections", "Most connections", PoolStatistics::maxSize);
        meters.pool(POOL + "min-idle", "connections", "Idle connections kept ready", PoolStatistics::minIdle);
        meters.pool(POOL + "waiting", "calls", "Calls waiting for a connection", PoolStatistics::waiting);
        meters.count(POOL + "acquire.timeouts", "calls", "Calls that waited in vain", PoolStatistics::acquireTimeouts);
        return meters;
    }

    /** Names of OpenTelemetry. */
    static PoolMeters openTelemetry(MeterRegistry registry, PgClient client, Tags tags) {
        PoolMeters meters =
                new PoolMeters(registry, client, tags, OTEL + "wait_time", OTEL + "use_time", OTEL + "create_time");
        meters.state(OTEL + "count", OTEL + "state", "idle", null, PoolStatistics::idle);
        meters.state(OTEL + "count", OTEL + "state", "used", null, PoolStatistics::busy);
        meters.pool(OTEL + "idle.max", null, "Most idle connections", PoolStatistics::maxSize);
        meters.pool(OTEL + "idle.min", null, "Idle connections kept ready", PoolStatistics::minIdle);
        meters.pool(OTEL + "max", null, "Most connections", PoolStatistics::maxSize);
        meters.pool(OTEL + "pending_requests", null, "Calls waiting for a connection", PoolStatistics::waiting);
        meters.count(OTEL + "timeouts", null, "Calls that waited in vain", PoolStatistics::acquireTimeouts);
        return meters;
    }

    /** Adds what has no name elsewhere, so that no meter is lost by the choice of a convention. */
    void addOwn(Tags named) {
        own("opened", named, "connections", "Connections opened", PoolStatistics::opened);
        own("closed", named, "connections", "Connections closed", PoolStatistics::closed);
        own("open.failures", named, "attempts", "Connections not opened", PoolStatistics::openFailures);
        own("queue.rejections", named, "calls", "Calls refused by a full queue", PoolStatistics::queueRejections);
        counter(STATEMENTS + "hits", named, "statements", "Statements found prepared", client -> client.statistics()
                .statementHits());
        counter(STATEMENTS + "misses", named, "statements", "Statements to prepare", client -> client.statistics()
                .statementMisses());
        counter(STATEMENTS + "evictions", named, "statements", "Statements given up", client -> client.statistics()
                .statementEvictions());
        counter(
                STATEMENTS + "reparses",
                named,
                "statements",
                "Statements that the server had lost or changed",
                client -> client.traffic().statementReparses());
        gauge(STATEMENTS + "size", named, "statements", "Statements prepared now", client -> client.statistics()
                .statements());
        counter(TRAFFIC + "received", named, "bytes", "Bytes from servers", client -> client.traffic()
                .bytesReceived());
        counter(TRAFFIC + "sent", named, "bytes", "Bytes to servers", client -> client.traffic()
                .bytesSent());
        counter(LISTEN + "notifications", named, "notifications", "Notifications heard", client -> client.traffic()
                .notifications());
        counter(LISTEN + "gaps", named, "gaps", "Losses of the connection that listens", client -> client.listening()
                .reconnects());
    }

    private void state(
            String name, String key, String state, @Nullable String unit, ToDoubleFunction<PoolStatistics> value) {
        gauge(
                name,
                Tags.of(key, state).and(tags),
                unit,
                "Connections by state",
                client -> value.applyAsDouble(client.statistics()));
    }

    private void pool(String name, @Nullable String unit, String text, ToDoubleFunction<PoolStatistics> value) {
        gauge(name, tags, unit, text, client -> value.applyAsDouble(client.statistics()));
    }

    private void count(String name, @Nullable String unit, String text, ToDoubleFunction<PoolStatistics> value) {
        counter(name, tags, unit, text, client -> value.applyAsDouble(client.statistics()));
    }

    private void own(String name, Tags named, String unit, String text, ToDoubleFunction<PoolStatistics> value) {
        counter(POOL + name, named, unit, text, client -> value.applyAsDouble(client.statistics()));
    }

    @Override
    public void connectionAcquired(long waitNanos) {
        acquire.record(waitNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void connectionReleased(long usageNanos) {
        usage.record(usageNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void connectionOpened(long nanos) {
        creation.record(nanos, TimeUnit.NANOSECONDS);
    }
}
