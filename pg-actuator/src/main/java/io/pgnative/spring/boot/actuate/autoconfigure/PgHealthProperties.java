package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.spring.boot.actuate.health.PgExpectedRole;
import io.pgnative.spring.boot.actuate.health.PgHealthOptions;
import io.pgnative.spring.boot.autoconfigure.PgClientCustomizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Configuration properties of the PostgreSQL health indicator. */
@ConfigurationProperties("management.health.pgnative")
public class PgHealthProperties {

    private static final String PREFIX = "management.health.pgnative.";

    private static final String DEFAULT_BEAN = "pgClient";

    /** Time allowed for a health check; after that the server counts as down, unless only its pool is full. */
    private Duration timeout = Duration.ofSeconds(2);

    /** What the server has to be; another one is out of service. */
    private PgExpectedRole role = PgExpectedRole.ANY;

    /** Whether a pool of which no connection falls free within the timeout is out of service instead of up. */
    private boolean outOfServiceWhenSaturated;

    /** What differs for single clients, by their names; capitals and dashes in these do not count. */
    private final Map<String, Client> clients = new LinkedHashMap<>();

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = positive(PREFIX + "timeout", timeout);
    }

    public PgExpectedRole getRole() {
        return role;
    }

    public void setRole(PgExpectedRole role) {
        this.role = role;
    }

    public boolean isOutOfServiceWhenSaturated() {
        return outOfServiceWhenSaturated;
    }

    public void setOutOfServiceWhenSaturated(boolean outOfServiceWhenSaturated) {
        this.outOfServiceWhenSaturated = outOfServiceWhenSaturated;
    }

    public Map<String, Client> getClients() {
        return clients;
    }

    /** What holds for one client. */
    PgHealthOptions optionsOf(String name) {
        Duration ownTimeout = null;
        PgExpectedRole ownRole = null;
        Boolean ownOutOfService = null;
        for (Map.Entry<String, Client> entry : clients.entrySet()) {
            Client client = entry.getValue();
            if (!isCalled(name, entry.getKey())) {
                continue;
            }
            if (ownTimeout == null && client.getTimeout() != null) {
                ownTimeout = positive(PREFIX + "clients." + entry.getKey() + ".timeout", client.getTimeout());
            }
            if (ownRole == null) {
                ownRole = client.getRole();
            }
            if (ownOutOfService == null) {
                ownOutOfService = client.getOutOfServiceWhenSaturated();
            }
        }
        return new PgHealthOptions(
                ownTimeout == null ? timeout : ownTimeout,
                ownRole == null ? role : ownRole,
                ownOutOfService == null ? outOfServiceWhenSaturated : ownOutOfService);
    }

    /** Fails if a client is configured that does not exist, which would be a typing error. */
    void requireNames(Set<String> names) {
        for (String given : clients.keySet()) {
            if (names.stream().noneMatch(name -> isCalled(name, given))) {
                throw new InvalidConfigurationPropertyValueException(
                        PREFIX + "clients." + given, given, "There is no such client; there are " + names + ".");
            }
        }
    }

    /**
     * Whether a client is meant, which is shown by the name of its bean: {@code read-replica} is {@code readReplica}
     * there, and variables of the environment have neither dashes nor capitals.
     */
    private static boolean isCalled(String name, String given) {
        return uniform(name).equals(uniform(given))
                || (name.equals(DEFAULT_BEAN) && given.equals(PgClientCustomizer.DEFAULT_CLIENT));
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static Duration positive(String property, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(property, timeout, "It must be more than zero.");
        }
        return timeout;
    }

    /** What differs for one client. */
    public static class Client {

        /** Time allowed for a health check of this client; as for the others if not set. */
        private @Nullable Duration timeout;

        /** What this client's server has to be; as for the others if not set. */
        private @Nullable PgExpectedRole role;

        /** Whether a full pool of this client is out of service; as for the others if not set. */
        private @Nullable Boolean outOfServiceWhenSaturated;

        public @Nullable Duration getTimeout() {
            return timeout;
        }

        public void setTimeout(@Nullable Duration timeout) {
            this.timeout = timeout;
        }

        public @Nullable PgExpectedRole getRole() {
            return role;
        }

        public void setRole(@Nullable PgExpectedRole role) {
            this.role = role;
        }

        public @Nullable Boolean getOutOfServiceWhenSaturated() {
            return outOfServiceWhenSaturated;
        }

        public void setOutOfServiceWhenSaturated(@Nullable Boolean outOfServiceWhenSaturated) {
            this.outOfServiceWhenSaturated = outOfServiceWhenSaturated;
        }
    }
}
