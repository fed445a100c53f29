package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.testing.ConfigurationMetadata;
import io.pgnative.spring.boot.testing.PropertiesDocument;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

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
            "spring.pgnative.ssl.bundle",
            "spring.pgnative.ssl.enabled",
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
            "spring.pgnative.init-sql",
            "spring.pgnative.parameters",
            "spring.pgnative.sql-init.enabled",
            "spring.pgnative.query-timeout",
            "spring.pgnative.logging.slow-query-threshold",
            "spring.pgnative.vertx.event-loop-size",
            "spring.pgnative.clients",
            "spring.pgnative.idle-in-transaction-timeout",
            "spring.pgnative.listener.recovery.max-retries",
            "spring.pgnative.lock-timeout",
            "spring.pgnative.schema",
            "spring.pgnative.statement-timeout",
            "spring.pgnative.embedded.data-directory",
            "spring.pgnative.transaction.default-manager");

    /** Not bound with the others, but read where they are needed: the tests of their effects are in the document. */
    private static final Set<String> OF_EACH_CLIENT = Set.of(
            "spring.pgnative.exception-translation.enabled",
            "spring.pgnative.jdbc.enabled",
            "spring.pgnative.transaction.default-manager");

    private static final ConfigurationMetadata METADATA = ConfigurationMetadata.of(PgNativeProperties.class);

    private final Map<String, Map<?, ?>> properties = new TreeMap<>();

    PgNativeMetadataTest() {
        METADATA.generated("properties").forEach(property -> properties.put(name(property), property));
    }

    private static String name(Map<?, ?> entry) {
        return ConfigurationMetadata.name(entry);
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
    @DisplayName("B2: whoever sets each property to the default that is told changes nothing")
    void tellsTheDefaultsOfTheClient() {
        String[] all = properties.values().stream()
                .filter(property -> property.get("defaultValue") != null)
                // Whoever sets these wants tickets of Kerberos to be used.
                .filter(property -> !name(property).endsWith(".krbsrvname")
                        && !name(property).endsWith(".gss-delegation"))
                .map(property -> name(property) + "=" + property.get("defaultValue"))
                .toArray(String[]::new);
        assertThat(all).hasSizeGreaterThan(50);
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.host=db.example.com")
                .withPropertyValues(all)
                .run(context -> assertThat(context.getBean(PgClient.class).options())
                        .isEqualTo(PgClient.builder(context.getBean(Vertx.class))
                                .host("db.example.com")
                                .options()));
    }

    @Test
    @DisplayName("B3: there is a description of each property that is bound or that a condition looks at, and no other")
    void knowsEveryPropertyThatIsBound() {
        List<String> bound = new ArrayList<>();
        Set<String> groups = new TreeSet<>();
        METADATA.collect(bound, groups);
        // Those that only conditions look at are described by hand, with their types.
        METADATA.additional("properties").stream()
                .filter(property -> property.get("type") != null)
                .forEach(property -> bound.add(name(property)));

        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(bound);
        assertThat(METADATA.generated("groups")).isNotEmpty().allSatisfy(group -> {
            assertThat(groups).contains(name(group));
            assertThat(ClassUtils.isPresent(String.valueOf(group.get("type")), null))
                    .as("class of " + name(group))
                    .isTrue();
        });
    }

    @Test
    @DisplayName("B3: what is described by hand is sorted, and belongs to properties that there are")
    void isSortedAndComplete() {
        for (String kind : List.of("properties", "hints")) {
            assertThat(METADATA.additional(kind))
                    .extracting(PgNativeMetadataTest::name)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(METADATA.additional(kind))
                    .extracting(PgNativeMetadataTest::name)
                    .allSatisfy(name -> assertThat(properties).containsKey(name.replaceAll("\\.(keys|values)$", "")));
        }
        assertThat(METADATA.generated("properties"))
                .extracting(PgNativeMetadataTest::name)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("B1: the documentation has each property with type, default, meaning and the test of its effect")
    void isDocumentedWithTheTestOfEachEffect() {
        PropertiesDocument document = PropertiesDocument.read();

        assertThat(document.names("spring.pgnative."))
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(properties.keySet());
        List<String> complaints = new ArrayList<>();
        properties.forEach((name, property) -> {
            String complaint = document.complaint(name, property);
            if (complaint != null) {
                complaints.add(complaint);
            }
        });
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PgNativeBindingTest.bringsEachPropertyToTheClient,         and no effect",
        "PgNativeServerTest.opensNoConnectionBeforeItIsNeeded,      says none of",
        "PoolTest.isNotThere,                                       is not there",
        "NobodyTest.isNotThere,                                     is not there",
    })
    void wouldNoticeATestThatShowsNoEffect(String test, String complaint) {
        String name = "spring.pgnative.pool.acquire-timeout";
        Map<?, ?> property = Objects.requireNonNull(properties.get(name));
        PropertiesDocument document = PropertiesDocument.read();

        assertThat(document.complaint(name, property)).isNull();
        assertThat(document.replace("`PoolTest.tellsTheStateOfThePoolWhenTheAcquireTimeoutPasses`", "`" + test + "`")
                        .complaint(name, property))
                .contains(test, complaint);
        assertThat(document.replace("`PoolTest.tellsTheStateOfThePoolWhenTheAcquireTimeoutPasses`", "")
                        .complaint(name, property))
                .contains("expected the test of its effect");
    }

    @Test
    @DisplayName("B1: the documentation says which properties clients with names do not have of their own")
    void tellsWhichPropertiesEachClientHas() {
        PropertiesDocument document = PropertiesDocument.read();
        List<String> ofEach = new ArrayList<>(OF_EACH_CLIENT);
        ConfigurationMetadata.collect("spring.pgnative", PgNativeProperties.class, ofEach, new TreeSet<>());

        assertThat(document.names("spring.pgnative."))
                .allSatisfy(
                        name -> assertThat(document.isSaidOnce(name)).as(name).isNotEqualTo(ofEach.contains(name)));
    }
}
