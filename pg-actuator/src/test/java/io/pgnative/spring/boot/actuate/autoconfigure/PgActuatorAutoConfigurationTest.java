package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import io.pgnative.spring.boot.actuate.health.PgHealthIndicator;
import io.pgnative.spring.boot.actuate.health.PgReactiveHealthIndicator;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

class PgActuatorAutoConfigurationTest {

    private static final Vertx vertx = Vertx.vertx();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PgReactiveHealthContributorAutoConfiguration.class,
                    PgHealthContributorAutoConfiguration.class,
                    PgPoolMetricsAutoConfiguration.class));

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static PgClient client(String poolName) {
        PgClient client = mock(PgClient.class);
        when(client.options())
                .thenReturn(PgClient.builder(vertx).poolName(poolName).options());
        when(client.statistics()).thenReturn(new PoolStatistics(10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return client;
    }

    @Test
    void addsAReactiveIndicator() {
        runner.withUserConfiguration(OneClient.class).run(context -> assertThat(context)
                .hasBean("pgnativeHealthContributor")
                .hasSingleBean(PgReactiveHealthIndicator.class)
                .doesNotHaveBean(PgHealthIndicator.class));
    }

    @Test
    void addsABlockingIndicatorWithoutReactor() {
        runner.withUserConfiguration(OneClient.class)
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .run(context -> assertThat(context)
                        .hasBean("pgnativeHealthContributor")
                        .hasSingleBean(PgHealthIndicator.class));
    }

    @Test
    void addsNothingWithoutAClient() {
        runner.withUserConfiguration(Registry.class).run(context -> assertThat(context)
                .doesNotHaveBean("pgnativeHealthContributor")
                .doesNotHaveBean("pgPoolMetrics"));
    }

    @Test
    void addsNoHealthWhenSwitchedOff() {
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues("management.health.pgnative.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("pgnativeHealthContributor"));
    }

    @Test
    void refusesATimeLimitThatIsNotPositive() {
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues("management.health.pgnative.timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("management.health.pgnative.timeout")
                        .hasMessageContaining("must be more than zero"));
    }

    @Test
    void tellsTheHealthOfSeveralClientsByBeanName() {
        runner.withUserConfiguration(OneClient.class, SecondClient.class).run(context -> {
            CompositeReactiveHealthContributor contributor = context.getBean(CompositeReactiveHealthContributor.class);
            assertThat(contributor.getContributor("pgClient")).isInstanceOf(PgReactiveHealthIndicator.class);
            assertThat(contributor.getContributor("reporting")).isInstanceOf(PgReactiveHealthIndicator.class);
        });
    }

    @Test
    void bindsTheMetersOfTheClient() {
        runner.withUserConfiguration(OneClient.class, Registry.class).run(context -> {
            MeterRegistry registry = bound(context.getBean(MeterBinder.class));
            assertThat(registry.get("pgnative.pool.max")
                            .tag("name", "shop")
                            .gauge()
                            .value())
                    .isEqualTo(10);
        });
    }

    @Test
    void tellsPoolsOfTheSameNameApartByTheirBeans() {
        runner.withUserConfiguration(OneClient.class, SecondClient.class, Registry.class)
                .run(context -> {
                    MeterRegistry registry = bound(context.getBean(MeterBinder.class));
                    assertThat(registry.get("pgnative.pool.max").gauges())
                            .extracting(gauge -> gauge.getId().getTag("name"))
                            .containsExactlyInAnyOrder("pgClient", "reporting");
                });
    }

    @Test
    void bindsNoMetersWhenSwitchedOffOrWithoutRegistry() {
        runner.withUserConfiguration(OneClient.class, Registry.class)
                .withPropertyValues("management.metrics.pgnative.pool.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("pgPoolMetrics"));
        runner.withUserConfiguration(OneClient.class)
                .run(context -> assertThat(context).doesNotHaveBean("pgPoolMetrics"));
        runner.withUserConfiguration(OneClient.class)
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("pgPoolMetrics"));
    }

    private static MeterRegistry bound(MeterBinder binder) {
        MeterRegistry registry = new SimpleMeterRegistry();
        binder.bindTo(registry);
        return registry;
    }

    @Configuration(proxyBeanMethods = false)
    static class OneClient {

        @Bean(destroyMethod = "")
        PgClient pgClient() {
            return client("shop");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondClient {

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient reporting() {
            return client("shop");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Registry {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
