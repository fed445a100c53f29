package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * An application that lacks a module. The build runs this several times, each time without the jars of another one,
 * which the property {@code pgnative.missing} names; and once with all of them.
 */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class MissingModuleTest {

    private static final String MISSING = System.getProperty("pgnative.missing", "");

    /** A class of each module, and what the auto-configurations that need it are called by. */
    private static final Map<String, Map.Entry<String, List<String>>> MODULES = Map.of(
            "health", Map.entry("org.springframework.boot.health.contributor.Health", List.of("PgHealth")),
            "micrometer",
                    Map.entry(
                            "io.micrometer.core.instrument.MeterRegistry", List.of("Metrics", "PgNativeObservation")));

    private final TestDatabase database;

    MissingModuleTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    @DisplayName("B15, B16: the client works without each module, and only the beans that need it are gone")
    void worksWithoutTheModule() {
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run("--spring.pgnative.dsn=" + database.dsn())) {
            assertThat(context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 6 * 7"))
                    .contains(42);
            MODULES.forEach((module, classes) -> {
                boolean isThere = !module.equals(MISSING);
                assertThat(ClassUtils.isPresent(classes.getKey(), null))
                        .as(module)
                        .isEqualTo(isThere);
                assertThat(classes.getValue()).allSatisfy(part -> assertThat(Stream.of(context.getBeanDefinitionNames())
                                .filter(name -> name.startsWith("io.pgnative.spring.boot.actuate."))
                                .anyMatch(name -> name.contains(part)))
                        .as(part)
                        .isEqualTo(isThere));
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
