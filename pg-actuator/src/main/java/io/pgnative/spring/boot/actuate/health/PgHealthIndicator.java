package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether a client's server answers: database, version, role (primary or standby), latency and the pool. A full
 * pool is UP with {@code pool.saturated}. Waits for the answer, no longer than its time limit.
 */
public class PgHealthIndicator implements HealthIndicator {

    private final PgHealthProbe probe;

    /**
     * Makes one.
     *
     * @param client to ask through
     * @param timeout limit of a check; more than zero
     */
    public PgHealthIndicator(PgClient client, Duration timeout) {
        this(client, PgHealthOptions.within(timeout));
    }

    /**
     * Makes one.
     *
     * @param client to ask through
     * @param options how its health is told
     */
    public PgHealthIndicator(PgClient client, PgHealthOptions options) {
        this.probe = new PgHealthProbe(client, options);
    }

    @Override
    public Health health() {
        return probe.await();
    }
}
