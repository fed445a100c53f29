package io.pgnative.spring.boot.autoconfigure;

import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Tells whether a property that says where a database is was set by a test itself, in tests that use no other database:
 * those with {@code @AutoConfigureTestPg}.
 */
final class TestLocations {

    static final String REPLACE = "spring.test.pgnative.replace";

    /** Of the annotations of a test, its dynamic properties, and those of tests of contexts. */
    private static final Set<String> SOURCES = Set.of("Inlined Test Properties", "Dynamic Test Properties", "test");

    private TestLocations() {}

    /** Whether this is a test that replaces a location that is not its own. */
    static boolean areReplaced(Environment environment) {
        String replace = environment.getProperty(REPLACE);
        return replace != null && !replace.equalsIgnoreCase("none");
    }

    /** Whether a property, if it is set, may be used: always outside of such tests. */
    static boolean mayUse(Environment environment, String property) {
        if (!areReplaced(environment) || !(environment instanceof ConfigurableEnvironment configurable)) {
            return true;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source :
                ConfigurationPropertySources.from(configurable.getPropertySources())) {
            boolean tells = source.getConfigurationProperty(name) != null
                    || source.getConfigurationProperty(name.append("[0]")) != null;
            if (tells) {
                return source.getUnderlyingSource() instanceof PropertySource<?> from
                        && SOURCES.contains(from.getName());
            }
        }
        return true;
    }
}
