package io.pgnative.spring.boot.actuate.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.client.PgConnectException;
import io.pgnative.spring.boot.actuate.autoconfigure.PgListenerHealthContributorAutoConfiguration;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PgListenerHealthTest {

    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final PgListenerRegistry registry = mock(PgListenerRegistry.class);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PgListenerHealthContributorAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=health",
                    "management.endpoint.health.show-details=always",
                    "management.endpoint.health.group.ready.include=ping,pgnativeListener")
            .withBean(PgListenerRegistry.class, () -> registry);

    private static PgListenerState state(String id, Status status, @Nullable Throwable failure) {
        return new PgListenerState(id, List.of("orders"), "pgClient", status, SINCE, failure, 1, 2, 3, 4, 5, 6, 7);
    }

    private void have(PgListenerState... states) {
        when(registry.states()).thenReturn(List.of(states));
        for (PgListenerState state : states) {
            when(registry.state(state.id())).thenReturn(state);
        }
    }

    private static Map<String, HealthDescriptor> components(@Nullable HealthDescriptor health) {
        assertThat(health).isInstanceOf(CompositeHealthDescriptor.class);
        return Objects.requireNonNull(((CompositeHealthDescriptor) Objects.requireNonNull(health)).getComponents());
    }

    private static Map<String, Object> details(@Nullable HealthDescriptor health) {
        assertThat(health).isInstanceOf(IndicatedHealthDescriptor.class);
        return Objects.requireNonNull(((IndicatedHealthDescriptor) Objects.requireNonNull(health)).getDetails());
    }

    @Test
    void showsEachListenerWithItsOwnHealth() {
        have(
                state("a", Status.LISTENING, null),
                state("b", Status.STOPPED, null),
                state("orders.onOrder", Status.CONNECTING, new PgConnectException("s3cret.example.com refused")),
                state("z", Status.FAILED, new PgConnectException("s3cret.example.com refused")));
        runner.run(context -> {
            HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
            Map<String, HealthDescriptor> listeners = components(endpoint.healthForPath("pgnativeListener"));

            assertThat(listeners).containsOnlyKeys("a", "b", "orders.onOrder", "z");
            assertThat(listeners.values())
                    .extracting(health -> health.getStatus().getCode())
                    .containsExactly("UP", "UP", "DOWN", "DOWN");
            assertThat(details(listeners.get("a")))
                    .containsEntry("listener", "listening")
                    .containsEntry("since", "2026-01-02T03:04:05Z")
                    .containsEntry("client", "pgClient")
                    .containsEntry("channels", List.of("orders"))
                    .containsEntry("running", 1)
                    .containsEntry("waiting", 2)
                    .containsEntry("failed", 5L)
                    .containsEntry("dropped", 6L)
                    .containsEntry("gaps", 7L)
                    .doesNotContainKey("error");
            assertThat(details(endpoint.healthForPath("pgnativeListener", "orders.onOrder")))
                    .containsEntry("listener", "connecting")
                    .containsEntry("error", "PgConnectException (08001)");
            assertThat(details(listeners.get("z"))).containsEntry("listener", "failed");
            assertThat(endpoint.healthForPath("pgnativeListener", "nobody")).isNull();
            assertThat(endpoint.health().getStatus().getCode()).isEqualTo("DOWN");
            assertThat(components(endpoint.healthForPath("ready"))).containsOnlyKeys("ping", "pgnativeListener");
        });
    }

    @Test
    void isNotThereWithoutListeners() {
        have();
        runner.run(context -> {
            HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);

            assertThat(components(endpoint.health())).containsOnlyKeys("ping");
            assertThat(endpoint.healthForPath("pgnativeListener")).isNull();
            // A group may name it all the same.
            assertThat(components(endpoint.healthForPath("ready"))).containsOnlyKeys("ping");
        });
    }

    @Test
    void isAddedWhereThereIsARegistryUnlessSwitchedOff() {
        ApplicationContextRunner bare = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgListenerHealthContributorAutoConfiguration.class));
        bare.run(context -> assertThat(context).doesNotHaveBean(PgListenerHealthContributor.class));
        bare.withBean(PgListenerRegistry.class, () -> registry)
                .run(context -> assertThat(context).hasBean("pgnativeListenerHealthContributor"));
        bare.withBean(PgListenerRegistry.class, () -> registry)
                .withPropertyValues("management.health.pgnative-listener.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgListenerHealthContributor.class));
        bare.withClassLoader(new FilteredClassLoader(PgListenerRegistry.class))
                .run(context -> assertThat(context).doesNotHaveBean(PgListenerHealthContributor.class));
    }
}
