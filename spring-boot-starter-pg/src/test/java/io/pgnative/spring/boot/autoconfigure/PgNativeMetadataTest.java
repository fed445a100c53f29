package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an editor tells about the properties. */
class PgNativeMetadataTest {

    /** Computed when the application runs, or really without one. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "spring.pgnative.dsn",
            "spring.pgnative.host",
            "spring.pgnative.hosts",
            "spring.pgnative.host-timeout",
            "spring.pgnative.service",
            "spring.pgnative.service-file",
            "spring.pgnative.passfile",
            "spring.pgnative.ssl.root-cert",
            "spring.pgnative.ssl.cert",
            "spring.pgnative.ssl.key",
            "spring.pgnative.ssl.key-password",
            "spring.pgnative.ssl.crl",
            "spring.pgnative.ssl.crl-dir",
            "spring.pgnative.ssl.max-version",
            "spring.pgnative.authentication.require",
            "spring.pgnative.database",
            "spring.pgnative.username",
            "spring.pgnative.password",
            "spring.pgnative.application-name",
            "spring.pgnative.parameters",
            "spring.pgnative.init-sql",
            "spring.pgnative.sql-init.enabled",
            "spring.pgnative.query-timeout",
            "spring.pgnative.logging.slow-query-threshold",
            "spring.pgnative.vertx.event-loop-size",
            "spring.pgnative.embedded.data-directory",
            "spring.pgnative.transaction.default-manager");

    private final Map<String, Map<?, ?>> properties = properties();

    private static Map<String, Map<?, ?>> properties() {
        try (InputStream in = Objects.requireNonNull(
                PgNativeProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            Map<String, Map<?, ?>> found = new TreeMap<>();
            List<Map<?, ?>> list = JsonPath.parse(in).read("$.properties");
            list.forEach(property -> found.put(String.valueOf(property.get("name")), property));
            return found;
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void describesEachPropertyWithItsType() {
        assertThat(properties).allSatisfy((name, property) -> {
            assertThat(name).startsWith("spring.pgnative.");
            assertThat(property.get("type")).as("type of " + name).isNotNull();
            assertThat(String.valueOf(property.get("description")))
                    .as("description of " + name)
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ");
        });
    }

    @Test
    void tellsEachDefault() {
        Set<String> silent = new TreeSet<>();
        properties.forEach((name, property) -> {
            if (property.get("defaultValue") == null) {
                silent.add(name);
            }
        });
        assertThat(silent).containsExactlyInAnyOrderElementsOf(WITHOUT_DEFAULT);
    }

    @Test
    void knowsEveryPropertyThatIsBound() throws Exception {
        List<String> bound = new ArrayList<>(List.of(
                "spring.pgnative.enabled", "spring.pgnative.embedded.enabled", "spring.pgnative.sql-init.enabled"));
        collect("spring.pgnative", PgNativeProperties.class, bound);
        collect("spring.pgnative.transaction", PgNativeTransactionProperties.class, bound);
        collect("spring.pgnative.exception-translation", PgNativeExceptionTranslationProperties.class, bound);

        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(bound);
    }

    private static void collect(String prefix, Class<?> type, List<String> names) throws Exception {
        BeanInfo info = Introspector.getBeanInfo(type, Object.class);
        for (PropertyDescriptor property : info.getPropertyDescriptors()) {
            String name = prefix + "."
                    + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (property.getPropertyType().getPackage() == PgNativeProperties.class.getPackage()
                    && !property.getPropertyType().isEnum()) {
                collect(name, property.getPropertyType(), names);
            } else {
                names.add(name);
            }
        }
    }
}
