package io.pgnative.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Configuration properties of the clients that have names. */
@ConfigurationProperties("spring.pgnative")
public class PgNativeClientsProperties {

    /**
     * Clients beside the default one, by name. Each has all properties that 'spring.pgnative' has for the default one,
     * with the same defaults; it inherits none of what is set there.
     */
    private final Map<String, PgNativeProperties> clients = new LinkedHashMap<>();

    public Map<String, PgNativeProperties> getClients() {
        return clients;
    }
}
