package io.pgnative.spring.boot.actuate.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Configuration properties of the PostgreSQL health indicator. */
@ConfigurationProperties("management.health.pgnative")
public class PgHealthProperties {

    /** Time allowed for a health check; after that the server counts as down, unless only its pool is full. */
    private Duration timeout = Duration.ofSeconds(2);

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "management.health.pgnative.timeout", timeout, "It must be more than zero.");
        }
        this.timeout = timeout;
    }
}
