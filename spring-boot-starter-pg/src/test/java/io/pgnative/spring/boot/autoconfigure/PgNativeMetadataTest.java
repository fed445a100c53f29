package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.pgnative.client.PgClient;
import io.vertx.core.Vertx;
import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
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

    private static final String GENERATED = "META-INF/spring-configuration-metadata.json";

    private static final String ADDITIONAL = "META-INF/additional-spring-configuration-metadata.json";

    private final Map<String, Map<?, ?>> properties = new TreeMap<>();

    PgNativeMetadataTest() {
        entries(GENERATED, "properties").forEach(property -> properties.put(name(property), property));
    }

    /** Those of the module itself: what its tests bind is described beside them. */
    private static List<Map<?, ?>> entries(String resource, String kind) {
        Path classes = Path.of(URI.create(PgNativeProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (InputStream in = Files.newInputStream(classes.resolve(resource))) {
            return JsonPath.parse(in).read("$." + kind);
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    private static String name(Map<?, ?> entry) {
        return String.valueOf(entry.get("name"));
    }

    /** The classes of this module whose properties are bound. */
    private static List<Class<?>> roots() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.pgnative.spring.boot").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(
                        Objects.requireNonNull(found.getBeanClassName()), PgNativeProperties.class.getClassLoader()))
                .filter(type -> type.getProtectionDomain()
                        .getCodeSource()
                        .equals(PgNativeProperties.class.getProtectionDomain().getCodeSource()))
                .toList();
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
    void knowsEveryPropertyThatIsBound() throws Exception {
        List<String> bound = new ArrayList<>();
        Set<String> groups = new TreeSet<>();
        for (Class<?> root : roots()) {
            collect(root.getAnnotation(ConfigurationProperties.class).value(), root, bound, groups);
        }
        // Those that only conditions look at are described by hand, with their types.
        entries(ADDITIONAL, "properties").stream()
                .filter(property -> property.get("type") != null)
                .forEach(property -> bound.add(name(property)));

        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(bound);
        assertThat(entries(GENERATED, "groups")).isNotEmpty().allSatisfy(group -> {
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
            assertThat(entries(ADDITIONAL, kind))
                    .extracting(PgNativeMetadataTest::name)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(entries(ADDITIONAL, kind))
                    .extracting(PgNativeMetadataTest::name)
                    .allSatisfy(name -> assertThat(properties).containsKey(name.replaceAll("\\.(keys|values)$", "")));
        }
        assertThat(entries(GENERATED, "properties"))
                .extracting(PgNativeMetadataTest::name)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("B1: the documentation has each property with type, default, meaning and the test of its effect")
    void isDocumentedWithTheTestOfEachEffect() {
        PropertiesDocument document = PropertiesDocument.read();

        assertThat(document.names()).isSorted().containsExactlyInAnyOrderElementsOf(properties.keySet());
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
    void tellsWhichPropertiesEachClientHas() throws Exception {
        PropertiesDocument document = PropertiesDocument.read();
        List<String> ofEach = new ArrayList<>(OF_EACH_CLIENT);
        collect("spring.pgnative", PgNativeProperties.class, ofEach, new TreeSet<>());

        assertThat(document.names())
                .allSatisfy(
                        name -> assertThat(document.isSaidOnce(name)).as(name).isNotEqualTo(ofEach.contains(name)));
    }

    private static void collect(String prefix, Class<?> type, List<String> names, Set<String> groups) throws Exception {
        groups.add(prefix);
        BeanInfo info = Introspector.getBeanInfo(type, Object.class);
        for (PropertyDescriptor property : info.getPropertyDescriptors()) {
            String name = prefix + "."
                    + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (property.getPropertyType().getName().startsWith("io.pgnative.spring.boot.")
                    && !property.getPropertyType().isEnum()) {
                collect(name, property.getPropertyType(), names, groups);
            } else {
                names.add(name);
            }
        }
    }
}
