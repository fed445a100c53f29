package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.actuate.observation.DefaultPgClientObservationConvention;
import io.pgnative.spring.boot.actuate.observation.PgClientObservationConvention;
import io.pgnative.spring.boot.actuate.observation.PgClientObserver;
import io.pgnative.spring.boot.actuate.observation.PgQueryContext;
import io.pgnative.spring.boot.autoconfigure.PgClientCustomizer;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

@ExtendWith(PostgresExtension.class)
class PgNativeObservationAutoConfigurationTest {

    private final ApplicationContextRunner runner;

    PgNativeObservationAutoConfigurationTest(TestDatabase database) {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PgNativeAutoConfiguration.class, PgNativeObservationAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.dsn=" + database.dsn(), "spring.pgnative.pool.acquire-timeout=20s");
    }

    private static TestObservationRegistry observed(BlockingPgClient pg, ObservationRegistry registry) {
        pg.fetch("select $1::text, 'a literal'", "an argument");
        return (TestObservationRegistry) registry;
    }

    @Test
    void observesTheCallsOfTheClient() {
        runner.withUserConfiguration(Registry.class).run(context -> TestObservationRegistryAssert.assertThat(
                        observed(context.getBean(BlockingPgClient.class), context.getBean(ObservationRegistry.class)))
                .hasSingleObservationThat()
                .hasNameEqualTo("db.client.operation.duration")
                .hasContextualNameEqualTo("SELECT")
                .hasHighCardinalityKeyValue("db.query.text", "select $1::text, ?")
                .doesNotHaveHighCardinalityKeyValueWithKey("db.query.parameter.0")
                .hasBeenStopped());
    }

    @Test
    void takesThePropertiesAndWorksWithoutReactor() {
        runner.withUserConfiguration(Registry.class)
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .withPropertyValues(
                        "management.observations.pgnative.include-query-text=false",
                        "management.observations.pgnative.include-parameters=true")
                .run(context -> TestObservationRegistryAssert.assertThat(observed(
                                context.getBean(BlockingPgClient.class), context.getBean(ObservationRegistry.class)))
                        .hasSingleObservationThat()
                        .doesNotHaveHighCardinalityKeyValueWithKey("db.query.text")
                        .hasHighCardinalityKeyValue("db.query.parameter.0", "an argument"));
    }

    @Test
    void takesAConventionOfTheApplication() {
        runner.withUserConfiguration(Registry.class, Convention.class)
                .run(context -> TestObservationRegistryAssert.assertThat(observed(
                                context.getBean(BlockingPgClient.class), context.getBean(ObservationRegistry.class)))
                        .hasSingleObservationThat()
                        .hasNameEqualTo("app.db")
                        .hasContextualNameEqualTo("mine"));
    }

    @Test
    @DisplayName("B16: without a registry, without Micrometer and when switched off nothing is observed")
    void observesNothingWhereThatIsNotWanted() {
        runner.run(
                context -> assertThat(context).hasSingleBean(PgClient.class).doesNotHaveBean(PgClientObserver.class));
        runner.withUserConfiguration(Registry.class)
                .withPropertyValues("management.observations.pgnative.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(PgClient.class)
                        .doesNotHaveBean(PgClientCustomizer.class)
                        .doesNotHaveBean(PgClientObserver.class));
        runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PgClient.class);
            assertThat(context.containsBean("pgClientObserver")).isFalse();
        });
    }

    @Test
    void leavesTheObserverOfACustomizerOfTheApplication() {
        runner.withUserConfiguration(Registry.class, OwnObserver.class).run(context -> {
            context.getBean(BlockingPgClient.class).fetch("select 1");
            TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                    .doesNotHaveAnyObservation();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Registry {

        @Bean
        TestObservationRegistry observationRegistry() {
            return TestObservationRegistry.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnObserver {

        @Bean
        PgClientCustomizer ownObserver() {
            return builder -> builder.queryObserver(null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Convention {

        @Bean
        PgClientObservationConvention convention() {
            return new DefaultPgClientObservationConvention(true) {
                @Override
                public String getName() {
                    return "app.db";
                }

                @Override
                public String getContextualName(PgQueryContext context) {
                    return "mine";
                }
            };
        }
    }
}
