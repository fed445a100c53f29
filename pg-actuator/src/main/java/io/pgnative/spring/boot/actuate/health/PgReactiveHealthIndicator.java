package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The same as {@link PgHealthIndicator} without waiting. */
public class PgReactiveHealthIndicator implements ReactiveHealthIndicator {

    private final PgHealthProbe probe;

    /**
     * Makes one.
     *
     * @param client to ask through
     * @param timeout limit of a check; more than zero
     */
    public PgReactiveHealthIndicator(PgClient client, Duration timeout) {
        this(client, PgHealthOptions.within(timeout));
    }

    /**
     * Makes one.
     *
     * @param client to ask through
     * @param options how its health is told
     */
    public PgReactiveHealthIndicator(PgClient client, PgHealthOptions options) {
        this.probe = new PgHealthProbe(client, options);
    }

    /** Continues on a thread of Reactor's, lest other indicators run on the connection's event loop. */
    @Override
    public Mono<Health> health() {
        return Mono.fromCompletionStage(() -> probe.check(PgReactiveHealthIndicator::after))
                .publishOn(Schedulers.parallel());
    }

    private static Runnable after(long nanos, Runnable step) {
        return Schedulers.parallel().schedule(step, nanos, TimeUnit.NANOSECONDS)::dispose;
    }
}
