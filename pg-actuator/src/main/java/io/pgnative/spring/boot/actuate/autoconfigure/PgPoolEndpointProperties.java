package io.pgnative.spring.boot.actuate.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Configuration properties of the endpoint pgpool. */
@ConfigurationProperties("management.endpoint.pgpool")
public class PgPoolEndpointProperties {

    /** When to show texts of statements, which may hold literal values. */
    private Show showValues = Show.NEVER;

    /** Roles of those to whom texts are shown; without any, everybody who is authenticated. */
    private final Set<String> roles = new LinkedHashSet<>();

    /** Time allowed for looking at the connections of a client. */
    private Duration timeout = Duration.ofSeconds(2);

    public Show getShowValues() {
        return showValues;
    }

    public void setShowValues(Show showValues) {
        this.showValues = showValues;
    }

    public Set<String> getRoles() {
        return roles;
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "management.endpoint.pgpool.timeout", timeout, "It must be more than zero.");
        }
        this.timeout = timeout;
    }
}
