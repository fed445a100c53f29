package io.pgnative.spring.boot.actuate.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.QueryEvent.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PgQueryMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PgClient client = mock(PgClient.class);
    private final AtomicReference<@Nullable PgClientListener> listener = new AtomicReference<>();

    @BeforeEach
    void answer() {
        when(client.addListener(any())).thenAnswer(call -> {
            listener.set(call.getArgument(0));
            return mock(PgRegistration.class);
        });
    }

    private PgClientListener bound() {
        new PgQueryMetrics(client, "till", Tags.of("region", "eu")).bindTo(registry);
        return Objects.requireNonNull(listener.get());
    }

    private static PgServerException refusal(String sqlState) {
        return new PgServerException("refused", Map.of('C', sqlState, 'S', "ERROR"), null, 0);
    }

    private double errors(String sqlStateClass) {
        return registry.get("pgnative.query.errors")
                .tags("name", "till", "region", "eu", "sqlstate.class", sqlStateClass)
                .counter()
                .count();
    }

    @Test
    @DisplayName("B50: statements are timed by operation and outcome; meters appear when they are needed")
    void timesByOperationAndOutcome() {
        PgClientListener told = bound();
        assertThat(registry.getMeters()).isEmpty();

        told.ended(Operation.QUERY, 2_000_000, 1, null);
        told.ended(Operation.QUERY, 3_000_000, 1, null);
        told.ended(Operation.BATCH, 1, 0, refusal("23505"));
        told.ended(Operation.QUERY, 1, 0, new PgTimeoutException("late", null));
        told.ended(Operation.FETCH, 1, 0, new PgCancelledException("enough"));
        told.ended(Operation.SCRIPT, 1, 0, new PgConnectionLostException("gone", true, null));
        told.ended(Operation.QUERY, 1, 0, new PgDataException("not a number"));

        var timer = registry.get("pgnative.query")
                .tags("name", "till", "region", "eu", "operation", "query", "outcome", "success")
                .timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
        assertThat(registry.get("pgnative.query").timers())
                .extracting(each ->
                        each.getId().getTag("operation") + " " + each.getId().getTag("outcome"))
                .containsExactlyInAnyOrder(
                        "query success",
                        "batch error",
                        "query timeout",
                        "fetch cancelled",
                        "script lost",
                        "query error");
    }

    @Test
    @DisplayName("B50: failures are counted by class of SQLSTATE, of which there cannot come to be too many")
    void countsErrors() {
        PgClientListener told = bound();

        told.ended(Operation.QUERY, 1, 0, refusal("23505"));
        told.ended(Operation.QUERY, 1, 0, refusal("23503"));
        told.ended(Operation.QUERY, 1, 0, refusal("ZZ123"));
        told.ended(Operation.QUERY, 1, 0, refusal("ZY123"));
        told.ended(Operation.QUERY, 1, 0, new PgDataException("not a number"));

        assertThat(errors("23")).isEqualTo(2);
        assertThat(errors("other")).isEqualTo(2);
        assertThat(errors("none")).isEqualTo(1);
    }

    @Test
    @DisplayName("B50: copied rows are counted by direction")
    void countsCopiedRows() {
        PgClientListener told = bound();

        told.ended(Operation.COPY_IN, 1, 7, null);
        told.ended(Operation.COPY_IN, 1, 8, null);
        told.ended(Operation.COPY_OUT, 1, 9, null);
        told.ended(Operation.QUERY, 1, 10, null);

        assertThat(registry.get("pgnative.copy.rows")
                        .tag("direction", "in")
                        .counter()
                        .count())
                .isEqualTo(15);
        assertThat(registry.get("pgnative.copy.rows")
                        .tag("direction", "out")
                        .counter()
                        .count())
                .isEqualTo(9);
    }

    @Test
    @DisplayName("B50: what comes after the end of the client makes no meters")
    void endsWithItsClient() {
        PgClientListener told = bound();
        told.ended(Operation.QUERY, 1, 1, null);

        told.closed();
        told.ended(Operation.QUERY, 1, 1, null);
        told.ended(Operation.COPY_IN, 1, 1, null);
        told.ended(Operation.BATCH, 1, 1, refusal("23505"));

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void describesEachMeter() {
        PgClientListener told = bound();
        told.ended(Operation.COPY_IN, 1, 1, null);
        told.ended(Operation.QUERY, 1, 1, refusal("23505"));

        assertThat(registry.getMeters()).hasSize(4).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getDescription()).as(id.getName()).isNotBlank();
        });
    }

    @Test
    @DisplayName("B50: event loops are timed as often as was asked for")
    void timesEventLoops() {
        new PgEventLoopMetrics(client, "till", Tags.empty(), Duration.ofSeconds(3)).bindTo(registry);
        PgClientListener told = Objects.requireNonNull(listener.get());

        told.eventLoopLagged(5_000_000);

        assertThat(told.eventLoopLagInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(registry.get("pgnative.event-loop.lag")
                        .tag("name", "till")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
    }
}
