package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.spring.boot.actuate.metrics.PgMeterConvention;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Configuration properties of the meters of PostgreSQL clients. */
@ConfigurationProperties("management.metrics.pgnative")
public class PgMetricsProperties {

    /** How the meters of pools are named. */
    private PgMeterConvention convention = PgMeterConvention.MICROMETER;

    private final EventLoopLag eventLoopLag = new EventLoopLag();

    public PgMeterConvention getConvention() {
        return convention;
    }

    public void setConvention(PgMeterConvention convention) {
        this.convention = convention;
    }

    public EventLoopLag getEventLoopLag() {
        return eventLoopLag;
    }

    /** How late event loops are. */
    public static class EventLoopLag {

        /** Time between two measurements of an event loop. */
        private Duration interval = Duration.ofSeconds(1);

        public Duration getInterval() {
            return interval;
        }

        public void setInterval(Duration interval) {
            if (interval.compareTo(Duration.ofMillis(1)) < 0) {
                throw new InvalidConfigurationPropertyValueException(
                        "management.metrics.pgnative.event-loop-lag.interval", interval, "It must be 1 ms or more.");
            }
            this.interval = interval;
        }
    }
}
