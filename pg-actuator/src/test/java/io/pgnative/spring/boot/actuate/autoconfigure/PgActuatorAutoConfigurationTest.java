package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PoolStatistics;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpoint;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpointWebExtension;
import io.pgnative.spring.boot.actuate.health.PgExpectedRole;
import io.pgnative.spring.boot.actuate.health.PgHealthIndicator;
import io.pgnative.spring.boot.actuate.health.PgHealthOptions;
import io.pgnative.spring.boot.actuate.health.PgReactiveHealthIndicator;
import io.pgnative.spring.boot.actuate.metrics.PgTagsProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import reactor.core.publisher.Flux;

class PgActuatorAutoConfigurationTest {

    private static final Vertx vertx = Vertx.vertx();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PgReactiveHealthContributorAutoConfiguration.class,
                    PgHealthContributorAutoConfiguration.class,
                    PgMetricsAutoConfiguration.class,
                    PgPoolEndpointAutoConfiguration.class));

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static PgClient client(String poolName) {
        PgClient client = mock(PgClient.class);
        when(client.options())
                .thenReturn(PgClient.builder(vertx).poolName(poolName).options());
        when(client.statistics()).thenReturn(new PoolStatistics(10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        when(client.addListener(any())).thenReturn(mock(PgRegistration.class));
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
    @DisplayName("B18: without Reactor the blocking health indicator takes over")
    void addsABlockingIndicatorWithoutReactor() {
        runner.withUserConfiguration(OneClient.class)
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .run(context -> assertThat(context)
                        .hasBean("pgnativeHealthContributor")
                        .hasSingleBean(PgHealthIndicator.class));
    }

    @Test
    @DisplayName("B9: without a client there is nothing to look at")
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
    @DisplayName("B49: the health of several clients goes by bean name, without PgClient at its end")
    void tellsTheHealthOfSeveralClientsByBeanName() {
        runner.withUserConfiguration(OneClient.class, SecondClient.class, ThirdClient.class)
                .run(context -> {
                    CompositeReactiveHealthContributor contributor =
                            context.getBean(CompositeReactiveHealthContributor.class);
                    assertThat(contributor.stream().map(each -> each.name()))
                            .containsExactly("pgClient", "reporting", "archive");
                });
        runner.withUserConfiguration(OneClient.class, SecondClient.class)
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .run(context -> {
                    CompositeHealthContributor contributor = context.getBean(CompositeHealthContributor.class);
                    assertThat(contributor.stream().map(each -> each.name())).containsExactly("pgClient", "reporting");
                });
    }

    @Test
    @DisplayName("B49: options for a client that does not exist are refused, with the names that there are")
    void refusesHealthOptionsOfNobody() {
        runner.withUserConfiguration(OneClient.class, ThirdClient.class)
                .withPropertyValues(
                        "management.health.pgnative.clients.archive.role=standby",
                        "management.health.pgnative.clients.archiv.timeout=5s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("management.health.pgnative.clients.archiv")
                        .hasMessageContaining("[pgClient, archive]"));
        runner.withUserConfiguration(OneClient.class, ThirdClient.class)
                .withPropertyValues("management.health.pgnative.clients.archive.timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("management.health.pgnative.clients.archive.timeout"));
    }

    @Test
    @DisplayName("B49: options of single clients win over those of all")
    void bindsHealthOptions() {
        runner.withUserConfiguration(OneClient.class, ThirdClient.class)
                .withPropertyValues(
                        "management.health.pgnative.timeout=7s",
                        "management.health.pgnative.role=primary",
                        "management.health.pgnative.out-of-service-when-saturated=true",
                        "management.health.pgnative.clients.archive.role=standby",
                        "management.health.pgnative.clients.archive.timeout=9s")
                .run(context -> {
                    PgHealthProperties properties = context.getBean(PgHealthProperties.class);
                    assertThat(properties.optionsOf("pgClient"))
                            .isEqualTo(new PgHealthOptions(Duration.ofSeconds(7), PgExpectedRole.PRIMARY, true));
                    assertThat(properties.optionsOf("archive"))
                            .isEqualTo(new PgHealthOptions(Duration.ofSeconds(9), PgExpectedRole.STANDBY, true));
                });
    }

    @Test
    @DisplayName("B49: a full pool takes one client out of service, and leaves another one up")
    void takesSingleClientsOutOfServiceWithAFullPool() {
        runner.withUserConfiguration(FullClient.class, FullArchive.class)
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .withPropertyValues(
                        "management.health.pgnative.timeout=200ms",
                        "management.health.pgnative.out-of-service-when-saturated=true",
                        "management.health.pgnative.clients.archive.out-of-service-when-saturated=false")
                .run(context -> assertThat(context.getBean(CompositeHealthContributor.class).stream())
                        .extracting(each -> each.name(), each -> Objects.requireNonNull(
                                        ((HealthIndicator) each.contributor()).health())
                                .getStatus())
                        .containsExactly(tuple("pgClient", Status.OUT_OF_SERVICE), tuple("archive", Status.UP)));
    }

    @Test
    @DisplayName("B49: options find their client by its own name, that of its bean, and that of a variable")
    void findsClientsByAllTheirNames() {
        for (String name : List.of("read-replica", "readReplica", "readreplica")) {
            runner.withUserConfiguration(OneClient.class, DashedClient.class)
                    .withPropertyValues("management.health.pgnative.clients." + name + ".role=standby")
                    .run(context -> assertThat(context.getBean(PgHealthProperties.class)
                                    .optionsOf("readReplica")
                                    .role())
                            .as(name)
                            .isEqualTo(PgExpectedRole.STANDBY));
        }
        Map<String, Object> variables = Map.of(
                "MANAGEMENT_HEALTH_PGNATIVE_CLIENTS_READREPLICA_ROLE", "standby",
                "MANAGEMENT_HEALTH_PGNATIVE_CLIENTS_PGCLIENT_ROLE", "primary");
        runner.withUserConfiguration(OneClient.class, DashedClient.class)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
                .withPropertyValues(
                        "management.health.pgnative.clients.read-replica.timeout=9s",
                        "management.health.pgnative.clients.default.timeout=8s")
                .run(context -> {
                    PgHealthProperties properties = context.getBean(PgHealthProperties.class);
                    assertThat(properties.optionsOf("readReplica"))
                            .isEqualTo(new PgHealthOptions(Duration.ofSeconds(9), PgExpectedRole.STANDBY, false));
                    assertThat(properties.optionsOf("pgClient"))
                            .isEqualTo(new PgHealthOptions(Duration.ofSeconds(8), PgExpectedRole.PRIMARY, false));
                });
    }

    @Test
    @DisplayName("B50: meters are named by the convention that was chosen, and have the tags of providers")
    void bindsMetersAsConfigured() {
        runner.withUserConfiguration(OneClient.class, Registry.class)
                .withBean(PgTagsProvider.class, () -> (name, client) -> List.of(Tag.of("shop", name)))
                .withPropertyValues(
                        "management.metrics.pgnative.convention=opentelemetry",
                        "management.metrics.pgnative.event-loop-lag.enabled=true",
                        "management.metrics.pgnative.event-loop-lag.interval=3s")
                .run(context -> {
                    MeterRegistry registry = new SimpleMeterRegistry();
                    context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(registry));
                    assertThat(registry.get("db.client.connection.max")
                                    .tag("db.client.connection.pool.name", "shop")
                                    .tag("shop", "shop")
                                    .gauge()
                                    .value())
                            .isEqualTo(10);
                    assertThat(registry.get("pgnative.event-loop.lag").timer().count())
                            .isZero();
                });
    }

    @Test
    @DisplayName(
            "B50: query timers and pool meters are switched off one by one; event loops are not measured by default")
    void switchesMeters() {
        runner.withUserConfiguration(OneClient.class, Registry.class)
                .withPropertyValues("management.metrics.pgnative.query.enabled=false")
                .run(context ->
                        assertThat(context.getBeansOfType(MeterBinder.class)).containsOnlyKeys("pgPoolMetrics"));
        runner.withUserConfiguration(OneClient.class, Registry.class)
                .withPropertyValues("management.metrics.pgnative.pool.enabled=false")
                .run(context ->
                        assertThat(context.getBeansOfType(MeterBinder.class)).containsOnlyKeys("pgQueryMetrics"));
        runner.withUserConfiguration(OneClient.class, Registry.class)
                .withPropertyValues(
                        "management.metrics.pgnative.event-loop-lag.enabled=true",
                        "management.metrics.pgnative.event-loop-lag.interval=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("management.metrics.pgnative.event-loop-lag.interval"));
    }

    @Test
    @DisplayName("B50: a restarted context finds a registry without the meters of the one before")
    void leavesNoMetersBehind() {
        MeterRegistry registry = new SimpleMeterRegistry();
        for (int start = 0; start < 2; start++) {
            runner.withUserConfiguration(OneClient.class)
                    .withBean(
                            "registry",
                            MeterRegistry.class,
                            () -> registry,
                            definition -> definition.setDestroyMethodName(""))
                    .run(context -> {
                        context.getBean("pgPoolMetrics", MeterBinder.class).bindTo(registry);
                        assertThat(registry.get("pgnative.pool.max").gauges()).hasSize(1);
                    });
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    @DisplayName("B52: the endpoint is there when it is exposed, and has a web extension then only over HTTP")
    void addsTheEndpointWhereItIsExposed() {
        runner.withUserConfiguration(OneClient.class)
                .run(context -> assertThat(context).doesNotHaveBean(PgPoolEndpoint.class));
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues("management.endpoints.web.exposure.include=pgpool")
                .run(context -> assertThat(context)
                        .hasSingleBean(PgPoolEndpoint.class)
                        .hasSingleBean(PgPoolEndpointWebExtension.class));
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=pgpool")
                .run(context -> assertThat(context)
                        .hasSingleBean(PgPoolEndpoint.class)
                        .doesNotHaveBean(PgPoolEndpointWebExtension.class));
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=pgpool", "management.endpoint.pgpool.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(PgPoolEndpoint.class));
        runner.withPropertyValues("management.endpoints.web.exposure.include=pgpool")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PgPoolEndpoint.class));
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues("management.endpoints.web.exposure.include=pgpool")
                .withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PgPoolEndpoint.class));
        runner.withUserConfiguration(OneClient.class)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=pgpool", "management.endpoint.pgpool.timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("management.endpoint.pgpool.timeout"));
    }

    @Test
    void bindsTheMetersOfTheClient() {
        runner.withUserConfiguration(OneClient.class, Registry.class).run(context -> {
            MeterRegistry registry = bound(context.getBean("pgPoolMetrics", MeterBinder.class));
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
                    MeterRegistry registry = bound(context.getBean("pgPoolMetrics", MeterBinder.class));
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
    static class ThirdClient {

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient archivePgClient() {
            return client("archive");
        }
    }

    /** Nobody gets a connection, and the server answers besides. */
    private static PgClient full(PgClient client) {
        when(client.statistics()).thenReturn(new PoolStatistics(1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0));
        when(client.withConnection(any())).thenReturn(Promise.promise().future());
        when(client.ping(any())).thenReturn(Future.succeededFuture());
        return client;
    }

    @Configuration(proxyBeanMethods = false)
    static class FullClient {

        @Bean(destroyMethod = "")
        PgClient pgClient() {
            return full(client("shop"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FullArchive {

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient archivePgClient() {
            return full(client("archive"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DashedClient {

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient readReplicaPgClient() {
            return client("replica");
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
