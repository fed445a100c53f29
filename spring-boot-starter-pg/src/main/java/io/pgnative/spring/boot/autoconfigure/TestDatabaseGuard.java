package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;

/**
 * Keeps tests that replace the application's database from reaching it in another way: by a client or connection
 * details that the application makes itself, by a client with a name, or by a data source. Fails before the one that
 * would reach it is made.
 */
class TestDatabaseGuard implements BeanFactoryPostProcessor {

    private static final String TEST_CONFIGURATION = "org.springframework.boot.test.context.TestConfiguration";

    /** Of migrations; of a data source there are {@link OnNoDataSourcePropertyCondition#PROPERTIES}. */
    private static final List<String> URLS = List.of("spring.flyway.url", "spring.liquibase.url");

    private static final List<String> LOCATIONS = List.of("dsn", "host", "hosts", "service");

    private final Environment environment;

    TestDatabaseGuard(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (!TestLocations.areReplaced(environment)) {
            return;
        }
        requireOfTest(beans, PgNativeConnectionDetails.class);
        requireOfTest(beans, PgNamedConnectionDetails.class);
        requireOfTest(beans, PgClient.class);
        if (beans.getBeanNamesForType(DataSource.class, true, false).length > 0) {
            OnNoDataSourcePropertyCondition.PROPERTIES.forEach(property -> requireOfTest(environment, "", property));
            URLS.forEach(property -> requireOfTest(environment, "", property));
        }
    }

    /**
     * Has the properties come from the test that say where the database of a client is. Asked when they are needed:
     * where a container takes their place they may be those of the application.
     *
     * @param prefix of the client's properties, without a dot at its end
     */
    static void requireOfTest(Environment environment, String prefix) {
        LOCATIONS.forEach(location -> requireOfTest(environment, prefix + ".", location));
    }

    private static void requireOfTest(Environment environment, String prefix, String property) {
        if (!TestLocations.mayUse(environment, prefix + property)) {
            throw notOfTest("The property " + prefix + property);
        }
    }

    private static void requireOfTest(ConfigurableListableBeanFactory beans, Class<?> type) {
        for (String name : beans.getBeanNamesForType(type, true, false)) {
            if (beans.containsBeanDefinition(name) && isOfApplication(beans.getBeanDefinition(name))) {
                throw notOfTest("The bean " + name + " of type " + type.getSimpleName());
            }
        }
    }

    private static boolean isOfApplication(BeanDefinition definition) {
        if (ContainerImageMetadata.isPresent(definition)
                || !(definition instanceof AnnotatedBeanDefinition annotated)
                || annotated.getMetadata().isAnnotated(TEST_CONFIGURATION)) {
            return false;
        }
        MethodMetadata method = annotated.getFactoryMethodMetadata();
        return method == null || !method.getDeclaringClassName().startsWith("io.pgnative.spring.boot.autoconfigure.");
    }

    private static PgStartupException notOfTest(String what) {
        return new PgStartupException(
                what + " may lead to the database of the application, expected one of the test",
                "Set it in the test: by properties of its annotation, @DynamicPropertySource, @ServiceConnection or"
                        + " @TestConfiguration. Or use the database of the application, by"
                        + " @AutoConfigureTestPg(replace = Replace.NONE).");
    }
}
