package io.pgnative.spring.boot.actuate.listen;

import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether the methods that listen do so: DOWN while one of them that was started does not, with the time since
 * when; listeners that were stopped do no harm. Asks nobody, so that it answers at once.
 */
public class PgListenerHealthIndicator implements HealthIndicator {

    private final PgListenerRegistry registry;

    /**
     * Makes one.
     *
     * @param registry of the listeners
     */
    public PgListenerHealthIndicator(PgListenerRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Health health() {
        List<PgListenerState> states = registry.states();
        Map<String, Object> listeners = new LinkedHashMap<>();
        states.forEach(state -> listeners.put(state.id(), details(state)));
        boolean isAway = states.stream().anyMatch(state -> state.status() == Status.CONNECTING);
        return (isAway ? Health.down() : Health.up())
                .withDetail("listeners", listeners)
                .build();
    }

    private static Map<String, Object> details(PgListenerState state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", text(state.status()));
        details.put("since", state.since().toString());
        details.put("client", state.client());
        details.put("channels", state.channels());
        details.put("running", state.running());
        details.put("waiting", state.waiting());
        details.put("failed", state.failed());
        details.put("dropped", state.dropped());
        details.put("gaps", state.gaps());
        return details;
    }

    private static String text(Status status) {
        return switch (status) {
            case STOPPED -> "stopped";
            case CONNECTING -> "connecting";
            case LISTENING -> "listening";
        };
    }
}
