package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgnative.client.PgClient;

/**
 * The timer {@code pgnative.query} by operation and outcome, {@code pgnative.query.errors} by class of SQLSTATE, and
 * {@code pgnative.copy.rows} by direction, of one client. What is told of a query makes no garbage.
 */
public final class PgQueryMetrics extends PgClientMetrics {

    /**
     * Makes one.
     *
     * @param client to measure
     * @param name the value of the tag {@code name}; has to differ from client to client
     * @param tags more of them
     */
    public PgQueryMetrics(PgClient client, String name, Tags tags) {
        super(client, name, tags);
    }

    @Override
    ClientMeters register(MeterRegistry registry) {
        return new QueryMeters(registry, client(), namedTags());
    }
}
