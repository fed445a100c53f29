package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an editor tells about the properties of health, metrics and the endpoint. */
class PgActuatorMetadataTest {

    private static final String NONE = "(none)";

    private static Map<String, String> defaults() {
        Map<String, String> found = new LinkedHashMap<>();
        try {
            for (URL resource : Collections.list(PgHealthProperties.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream in = resource.openStream()) {
                    List<Map<?, ?>> list = JsonPath.parse(in).read("$.properties");
                    list.forEach(property -> add(found, property));
                }
            }
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
        return found;
    }

    private static void add(Map<String, String> found, Map<?, ?> property) {
        String name = String.valueOf(property.get("name"));
        if (name.startsWith("management.health.pgnative.")
                || name.startsWith("management.metrics.pgnative.")
                || name.startsWith("management.endpoint.pgpool.")) {
            assertThat(String.valueOf(property.get("description")))
                    .as("description of " + name)
                    .endsWith(".");
            assertThat(property.get("type")).as("type of " + name).isNotNull();
            Object value = property.get("defaultValue");
            found.put(name, value == null ? NONE : value.toString());
        }
    }

    @Test
    @DisplayName("B3: each property has its description, its type and its default")
    void describesProperties() {
        assertThat(defaults())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("management.endpoint.pgpool.access", "read_only"),
                        Map.entry("management.endpoint.pgpool.cache.time-to-live", "0ms"),
                        Map.entry("management.endpoint.pgpool.roles", NONE),
                        Map.entry("management.endpoint.pgpool.show-values", "never"),
                        Map.entry("management.endpoint.pgpool.timeout", "2s"),
                        Map.entry("management.health.pgnative.clients", NONE),
                        Map.entry("management.health.pgnative.enabled", "true"),
                        Map.entry("management.health.pgnative.out-of-service-when-saturated", "false"),
                        Map.entry("management.health.pgnative.role", "any"),
                        Map.entry("management.health.pgnative.timeout", "2s"),
                        Map.entry("management.metrics.pgnative.convention", "micrometer"),
                        Map.entry("management.metrics.pgnative.event-loop-lag.enabled", "false"),
                        Map.entry("management.metrics.pgnative.event-loop-lag.interval", "1s"),
                        Map.entry("management.metrics.pgnative.pool.enabled", "true"),
                        Map.entry("management.metrics.pgnative.query.enabled", "true")));
    }
}
