package io.pgnative.spring.boot.actuate.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.spring.boot.actuate.autoconfigure.PgListenerHealthContributorAutoConfiguration;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PgListenerHealthTest {

    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final PgListenerRegistry registry = mock(PgListenerRegistry.class);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PgListenerHealthContributorAutoConfiguration.class));

    private static PgListenerState state(String id, Status status) {
        return new PgListenerState(id, List.of("orders"), "pgClient", status, SINCE, 1, 2, 3, 4, 5, 6, 7);
    }

    private Health healthWith(PgListenerState... states) {
        when(registry.states()).thenReturn(List.of(states));
        return new PgListenerHealthIndicator(registry).health();
    }

    @Test
    void isUpWhileAllThatWereStartedListen() {
        Health health = healthWith(state("a", Status.LISTENING), state("b", Status.STOPPED));

        assertThat(health.getStatus().getCode()).isEqualTo("UP");
        assertThat(health.getDetails())
                .extractingByKey("listeners", InstanceOfAssertFactories.MAP)
                .extractingByKey("a", InstanceOfAssertFactories.MAP)
                .containsEntry("status", "listening")
                .containsEntry("since", "2026-01-02T03:04:05Z")
                .containsEntry("client", "pgClient")
                .containsEntry("channels", List.of("orders"))
                .containsEntry("running", 1)
                .containsEntry("waiting", 2)
                .containsEntry("failed", 5L)
                .containsEntry("dropped", 6L)
                .containsEntry("gaps", 7L);
    }

    @Test
    void isDownWhileOneTriesToListen() {
        Health health = healthWith(state("a", Status.LISTENING), state("b", Status.CONNECTING));

        assertThat(health.getStatus().getCode()).isEqualTo("DOWN");
        assertThat(health.getDetails())
                .extractingByKey("listeners", InstanceOfAssertFactories.MAP)
                .extractingByKey("b", InstanceOfAssertFactories.MAP)
                .containsEntry("status", "connecting");
    }

    @Test
    void isAddedWhereThereIsARegistryUnlessSwitchedOff() {
        runner.run(context -> assertThat(context).doesNotHaveBean(PgListenerHealthIndicator.class));
        runner.withBean(PgListenerRegistry.class, () -> registry)
                .run(context -> assertThat(context).hasBean("pgnativeListenerHealthContributor"));
        runner.withBean(PgListenerRegistry.class, () -> registry)
                .withPropertyValues("management.health.pgnative-listener.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgListenerHealthIndicator.class));
        runner.withClassLoader(new FilteredClassLoader(PgListenerRegistry.class))
                .run(context -> assertThat(context).doesNotHaveBean(PgListenerHealthIndicator.class));
    }
}
