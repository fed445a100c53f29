package io.pgnative.spring.boot.actuate.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgPoolMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PgClient client = mock(PgClient.class);

    @BeforeEach
    void bind() {
        when(client.statistics())
                .thenReturn(new PoolStatistics(
                        1, 2, 3, 4, 5, 18, 6, 7L, 8L, 9L, 10L, 11L, 12L, 13_000_000L, 14L, 15L, 16L, 17L));
        new PgPoolMetrics(client, "till").bindTo(registry);
    }

    @ParameterizedTest
    @CsvSource({
        "pgnative.pool.max, 1",
        "pgnative.pool.min-idle, 2",
        "pgnative.pool.waiting, 6",
        "pgnative.statement.cache.size, 17",
    })
    void gaugesThePool(String name, double value) {
        assertThat(registry.get(name).tag("name", "till").gauge().value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"idle, 3", "busy, 4", "opening, 5", "closing, 18"})
    void gaugesConnectionsByState(String state, double value) {
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
    })
    void countsEvents(String name, double value) {
        assertThat(registry.get(name).tag("name", "till").functionCounter().count())
                .isEqualTo(value);
    }

    @Test
    void timesTheWaitForAConnection() {
        var timer = registry.get("pgnative.pool.acquire").tag("name", "till").functionTimer();

        assertThat(timer.count()).isEqualTo(10);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(13);
    }

    @Test
    void describesEachMeter() {
        assertThat(registry.getMeters()).hasSize(17).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getDescription()).as(id.getName()).isNotBlank();
        });
    }
}
