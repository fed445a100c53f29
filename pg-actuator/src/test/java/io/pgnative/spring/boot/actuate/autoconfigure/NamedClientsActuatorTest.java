package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpoint;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;

/** Clients of {@code spring.pgnative.clients} where there is no other one. */
class NamedClientsActuatorTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PgNativeAutoConfiguration.class,
                    PgReactiveHealthContributorAutoConfiguration.class,
                    PgHealthContributorAutoConfiguration.class,
                    PgMetricsAutoConfiguration.class,
                    PgPoolEndpointAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues(
                    "spring.pgnative.clients.reporting.host=elsewhere.invalid",
                    "spring.pgnative.clients.audit.host=elsewhere.invalid",
                    "management.endpoints.web.exposure.include=pgpool");

    @Test
    @DisplayName("B49, B50, B52: health, meters and endpoint know clients with names, also without a default client")
    void areLookedAtWithoutADefaultClient() {
        runner.run(context -> {
            assertThat(context.getBean(CompositeReactiveHealthContributor.class).stream())
                    .extracting(each -> each.name())
                    .containsExactlyInAnyOrder("audit", "reporting");
            MeterRegistry registry = new SimpleMeterRegistry();
            context.getBean("pgPoolMetrics", MeterBinder.class).bindTo(registry);
            assertThat(registry.get("pgnative.pool.max").gauges())
                    .extracting(gauge -> gauge.getId().getTag("name"))
                    .containsExactlyInAnyOrder("audit", "reporting");
            assertThat(context.getBean(PgPoolEndpoint.class).pools().clients()).containsOnlyKeys("audit", "reporting");
        });
        runner.withClassLoader(new FilteredClassLoader(Flux.class))
                .run(context -> assertThat(context.getBean(CompositeHealthContributor.class).stream())
                        .extracting(each -> each.name())
                        .containsExactlyInAnyOrder("audit", "reporting"));
    }

    @Test
    @DisplayName("B49: a health group may name pgnative where all clients have names")
    void areEnoughForAHealthGroup() {
        runner.withConfiguration(AutoConfigurations.of(
                        HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=health",
                        "management.endpoint.health.group.readiness.include=pgnative")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(HealthEndpoint.class));
    }

    @Test
    @DisplayName("B49: clients of a parent context are looked at as those of the context itself")
    void areLookedAtInAParentContext() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.clients.reporting.host=elsewhere.invalid")
                .run(parent -> new ApplicationContextRunner()
                        .withParent(parent.getSourceApplicationContext())
                        .withConfiguration(AutoConfigurations.of(PgReactiveHealthContributorAutoConfiguration.class))
                        .run(context -> assertThat(context).hasBean("pgnativeHealthContributor")));
    }

    @Test
    @DisplayName("B49: a client that is no candidate for anybody is nobody's business")
    void leavesHiddenClientsAlone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgReactiveHealthContributorAutoConfiguration.class))
                .withBean(
                        PgClient.class,
                        () -> mock(PgClient.class),
                        definition -> definition.setAutowireCandidate(false))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("pgnativeHealthContributor"));
    }
}
