package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpoint;
import io.pgnative.spring.boot.testing.ConfigurationMetadata;
import io.pgnative.spring.boot.testing.PropertiesDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.util.ClassUtils;

/** What an editor tells about the properties of health, meters, observations and the endpoint. */
class PgActuatorMetadataTest {

    private static final ConfigurationMetadata METADATA = ConfigurationMetadata.of(PgHealthProperties.class);

    /** What a value of the map of clients has is not told to editors. */
    private static final String OF_CLIENTS = "management.health.pgnative.clients.<name>.";

    private static final String NONE = "(none)";

    private final Map<String, Map<?, ?>> properties = new TreeMap<>();

    PgActuatorMetadataTest() {
        METADATA.generated("properties")
                .forEach(property -> properties.put(ConfigurationMetadata.name(property), property));
    }

    @Test
    @DisplayName("B3: each property has its description, its type and its default")
    void describesProperties() {
        Map<String, String> defaults = new LinkedHashMap<>();
        properties.forEach((name, property) -> {
            assertThat(String.valueOf(property.get("description")))
                    .as("description of " + name)
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ");
            assertThat(property.get("type")).as("type of " + name).isNotNull();
            Object value = property.get("defaultValue");
            defaults.put(name, value == null ? NONE : value.toString());
        });

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("management.endpoint.pgpool.access", "read_only"),
                        Map.entry("management.endpoint.pgpool.cache.time-to-live", "0ms"),
                        Map.entry("management.endpoint.pgpool.roles", NONE),
                        Map.entry("management.endpoint.pgpool.show-values", "never"),
                        Map.entry("management.endpoint.pgpool.timeout", "2s"),
                        Map.entry("management.health.pgnative-listener.enabled", "true"),
                        Map.entry("management.health.pgnative.clients", NONE),
                        Map.entry("management.health.pgnative.enabled", "true"),
                        Map.entry("management.health.pgnative.out-of-service-when-saturated", "false"),
                        Map.entry("management.health.pgnative.role", "any"),
                        Map.entry("management.health.pgnative.timeout", "2s"),
                        Map.entry("management.metrics.pgnative.convention", "micrometer"),
                        Map.entry("management.metrics.pgnative.event-loop-lag.enabled", "false"),
                        Map.entry("management.metrics.pgnative.event-loop-lag.interval", "1s"),
                        Map.entry("management.metrics.pgnative.pool.enabled", "true"),
                        Map.entry("management.metrics.pgnative.query.enabled", "true"),
                        Map.entry("management.observations.pgnative.enabled", "true"),
                        Map.entry("management.observations.pgnative.include-parameters", "false"),
                        Map.entry("management.observations.pgnative.include-query-text", "true")));
    }

    @Test
    @DisplayName("B3: there is a description of each property that is bound or that a condition looks at, and no other")
    void knowsEveryPropertyThatIsBound() {
        List<String> bound = new ArrayList<>();
        Set<String> groups = new TreeSet<>();
        METADATA.collect(bound, groups);
        // Boot looks at these of each endpoint.
        String endpoint = "management.endpoint."
                + PgPoolEndpoint.class.getAnnotation(Endpoint.class).id();
        bound.addAll(List.of(endpoint + ".access", endpoint + ".cache.time-to-live"));
        METADATA.additional("properties").stream()
                .filter(property -> property.get("type") != null)
                .forEach(property -> bound.add(ConfigurationMetadata.name(property)));

        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(bound);
        assertThat(METADATA.generated("properties"))
                .extracting(ConfigurationMetadata::name)
                .doesNotHaveDuplicates();
        assertThat(METADATA.generated("groups")).isNotEmpty().allSatisfy(group -> {
            assertThat(groups).contains(ConfigurationMetadata.name(group));
            assertThat(ClassUtils.isPresent(String.valueOf(group.get("type")), null))
                    .as("class of " + ConfigurationMetadata.name(group))
                    .isTrue();
        });
    }

    @Test
    @DisplayName("B3: what is described by hand is sorted")
    void isSorted() {
        assertThat(METADATA.additional("properties"))
                .extracting(ConfigurationMetadata::name)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("B3: the documentation has each property with type, default, meaning and the test of its effect")
    void isDocumentedWithTheTestOfEachEffect() {
        PropertiesDocument document = PropertiesDocument.read();
        List<String> complaints = new ArrayList<>();
        properties.forEach((name, property) -> {
            String complaint = document.complaint(name, property);
            if (complaint != null) {
                complaints.add(complaint);
            }
        });

        assertThat(complaints).isEmpty();
        assertThat(document.names("management."))
                .isSorted()
                .doesNotHaveDuplicates()
                .filteredOn(name -> !name.startsWith(OF_CLIENTS))
                .containsExactlyElementsOf(properties.keySet());
    }

    @Test
    @DisplayName("B3: the documentation has what single clients may have of their own")
    void isDocumentedForSingleClients() {
        List<String> own = new ArrayList<>();
        ConfigurationMetadata.collect(
                "management.health.pgnative.clients.<name>", PgHealthProperties.Client.class, own, new TreeSet<>());

        assertThat(PropertiesDocument.read().names(OF_CLIENTS)).containsExactlyInAnyOrderElementsOf(own);
    }
}
