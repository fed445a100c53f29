package io.pgnative.spring.boot.actuate.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.client.ListenStatistics;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.TrafficStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgPoolMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PgClient client = mock(PgClient.class);
    private final PgRegistration registration = mock(PgRegistration.class);
    private final List<PgClientListener> listeners = new ArrayList<>();
    private final PgPoolMetrics metrics = new PgPoolMetrics(client, "till");

    @BeforeEach
    void answer() {
        when(client.statistics())
                .thenReturn(new PoolStatistics(
                        1, 2, 3, 4, 5, 18, 6, 7L, 8L, 9L, 10L, 11L, 12L, 13_000_000L, 14L, 15L, 16L, 17L));
        when(client.traffic()).thenReturn(new TrafficStatistics(21L, 22L, 23L, 24L));
        when(client.listening()).thenReturn(new ListenStatistics(1, 2, true, 25L));
        when(client.addListener(any())).thenAnswer(call -> {
            listeners.add(call.getArgument(0));
            return registration;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "pgnative.pool.max, 1",
        "pgnative.pool.min-idle, 2",
        "pgnative.pool.waiting, 6",
        "pgnative.statement.cache.size, 17",
    })
    void gaugesThePool(String name, double value) {
        metrics.bindTo(registry);

        assertThat(registry.get(name).tag("name", "till").gauge().value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"idle, 3", "busy, 4", "opening, 5", "closing, 18"})
    void gaugesConnectionsByState(String state, double value) {
        metrics.bindTo(registry);

        assertThat(registry.get("pgnative.pool.connections")
                        .tag("name", "till")
                        .tag("state", state)
                        .gauge()
                        .value())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "pgnative.pool.opened, 7",
        "pgnative.pool.closed, 8",
        "pgnative.pool.open.failures, 9",
        "pgnative.pool.acquire.timeouts, 11",
        "pgnative.pool.queue.rejections, 12",
        "pgnative.statement.cache.hits, 14",
        "pgnative.statement.cache.misses, 15",
        "pgnative.statement.cache.evictions, 16",
        "pgnative.traffic.received, 21",
        "pgnative.traffic.sent, 22",
        "pgnative.listen.notifications, 23",
        "pgnative.statement.cache.reparses, 24",
        "pgnative.listen.gaps, 25",
    })
    void countsEvents(String name, double value) {
        metrics.bindTo(registry);

        assertThat(registry.get(name).tag("name", "till").functionCounter().count())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "MICROMETER, pgnative.pool.acquire, pgnative.pool.usage, pgnative.pool.creation",
        "OPENTELEMETRY, db.client.connection.wait_time, db.client.connection.use_time, db.client.connection.create_time"
    })
    @DisplayName("B50: waiting, using and opening are timed, under the names of either convention")
    void timesThePool(PgMeterConvention convention, String acquire, String usage, String creation) {
        new PgPoolMetrics(client, "till", Tags.empty(), convention).bindTo(registry);
        PgClientListener told = listeners.get(0);

        told.connectionAcquired(1_000_000);
        told.connectionAcquired(0);
        told.connectionReleased(3_000_000);
        told.connectionOpened(4_000_000);

        assertThat(registry.get(acquire).timer().count()).isEqualTo(2);
        assertThat(registry.get(acquire).timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1);
        assertThat(registry.get(usage).timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
        assertThat(registry.get(creation).timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(4);
    }

    @Test
    @DisplayName("B50: the pool has the names of OpenTelemetry if that is asked for")
    void followsOpenTelemetry() {
        new PgPoolMetrics(client, "till", Tags.of("region", "eu"), PgMeterConvention.OPENTELEMETRY).bindTo(registry);

        assertThat(registry.find("pgnative.pool.max").meter()).isNull();
        assertThat(registry.get("db.client.connection.count")
                        .tag("db.client.connection.state", "used")
                        .tag("db.client.connection.pool.name", "till")
                        .tag("region", "eu")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(registry.get("db.client.connection.count")
                        .tag("db.client.connection.state", "idle")
                        .gauge()
                        .value())
                .isEqualTo(3);
        assertThat(registry.get("db.client.connection.max").gauge().value()).isEqualTo(1);
        assertThat(registry.get("db.client.connection.idle.max").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("db.client.connection.idle.min").gauge().value())
                .isEqualTo(2);
        assertThat(registry.get("db.client.connection.pending_requests").gauge().value())
                .isEqualTo(6);
        assertThat(registry.get("db.client.connection.timeouts")
                        .functionCounter()
                        .count())
                .isEqualTo(11);
        for (String own : List.of("opened", "closed", "open.failures", "queue.rejections")) {
            assertThat(registry.get("pgnative.pool." + own)
                            .tag("name", "till")
                            .functionCounter()
                            .count())
                    .isPositive();
        }
        assertThat(registry.get("pgnative.traffic.sent")
                        .tag("name", "till")
                        .tag("region", "eu")
                        .functionCounter()
                        .count())
                .isEqualTo(22);
    }

    @Test
    @DisplayName("B50: the meters of a client that is closed are gone, and can be bound anew")
    void goWithTheirClient() {
        metrics.bindTo(registry);
        assertThat(registry.getMeters()).isNotEmpty();

        listeners.get(0).closed();

        assertThat(registry.getMeters()).isEmpty();
        new PgPoolMetrics(client, "till").bindTo(registry);
        assertThat(registry.get("pgnative.pool.max").gauge().value()).isEqualTo(1);
    }

    @Test
    @DisplayName("B50: closed meters are gone from each registry, and hear nothing any more")
    void goWhenClosed() {
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(other);

        metrics.close();

        assertThat(registry.getMeters()).isEmpty();
        assertThat(other.getMeters()).isEmpty();
        verify(registration, times(2)).close();
    }

    @Test
    void describesEachMeter() {
        metrics.bindTo(registry);

        assertThat(registry.getMeters()).hasSize(24).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getDescription()).as(id.getName()).isNotBlank();
        });
    }
}
