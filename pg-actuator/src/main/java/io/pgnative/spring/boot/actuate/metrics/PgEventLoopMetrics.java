package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pgnative.client.PgClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The timer {@code pgnative.event-loop.lag}: how late the event loops of a client run what is due. */
public final class PgEventLoopMetrics extends PgClientMetrics {

    private final Duration interval;

    /**
     * Makes one.
     *
     * @param client to measure
     * @param name the value of the tag {@code name}; has to differ from client to client
     * @param tags more of them
     * @param interval between two measurements of an event loop; more than zero
     */
    public PgEventLoopMetrics(PgClient client, String name, Tags tags, Duration interval) {
        super(client, name, tags);
        this.interval = interval;
    }

    @Override
    ClientMeters register(MeterRegistry registry) {
        return new LagMeters(registry);
    }

    private final class LagMeters extends ClientMeters {

        private final Timer lag;

        LagMeters(MeterRegistry registry) {
            super(registry, client());
            this.lag = timer("pgnative.event-loop.lag", namedTags(), "How late event loops run what is due");
        }

        @Override
        public Duration eventLoopLagInterval() {
            return interval;
        }

        @Override
        public void eventLoopLagged(long nanos) {
            lag.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
