package io.pgnative.spring.boot.actuate.listen;

import io.pgnative.client.PgException;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells of each method that listens, by its id, whether it does so: DOWN while it was started and does not, with the
 * time since when; a listener that was stopped does no harm. Asks nobody, so that it answers at once. Without listeners
 * it has no parts, and is left out by the health endpoint.
 */
public class PgListenerHealthContributor implements CompositeHealthContributor {

    private final PgListenerRegistry registry;

    /**
     * Makes one.
     *
     * @param registry of the listeners
     */
    public PgListenerHealthContributor(PgListenerRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return registry.states().stream()
                .filter(state -> state.id().equals(name))
                .findFirst()
                .map(state -> indicator(state.id()))
                .orElse(null);
    }

    @Override
    public Stream<Entry> stream() {
        return registry.states().stream().map(state -> new Entry(state.id(), indicator(state.id())));
    }

    private HealthIndicator indicator(String id) {
        return () -> health(registry.state(id));
    }

    private static Health health(PgListenerState state) {
        Health.Builder health =
                switch (state.status()) {
                    case STOPPED, LISTENING -> Health.up();
                    case CONNECTING, FAILED -> Health.down();
                };
        health.withDetail("listener", state.status().name().toLowerCase(Locale.ROOT))
                .withDetail("since", state.since().toString())
                .withDetail("client", state.client())
                .withDetail("channels", state.channels())
                .withDetail("running", state.running())
                .withDetail("waiting", state.waiting())
                .withDetail("failed", state.failed())
                .withDetail("dropped", state.dropped())
                .withDetail("gaps", state.gaps());
        Throwable failure = state.failure();
        return failure == null
                ? health.build()
                : health.withDetail("error", kindOf(failure)).build();
    }

    /** Messages of the server may name the user, so only the kind of failure is told. */
    private static String kindOf(Throwable failure) {
        // The client may have been asked to make Spring's exceptions of its own.
        Throwable told =
                failure.getCause() instanceof PgException ours && !(failure instanceof PgException) ? ours : failure;
        String name = told.getClass().getSimpleName();
        return told instanceof PgException pg && pg.sqlState() != null ? name + " (" + pg.sqlState() + ")" : name;
    }
}
