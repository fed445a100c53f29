package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgRegistration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Some meters of one client. They leave their registry when the client is closed, or this is, so that a client that
 * comes after it, such as that of a restarted context, has the same meters anew.
 */
public abstract sealed class PgClientMetrics implements MeterBinder, AutoCloseable
        permits PgPoolMetrics, PgQueryMetrics, PgEventLoopMetrics {

    /** What was bound to one registry. */
    private record Bound(ClientMeters meters, PgRegistration registration) {}

    private final PgClient client;
    private final String name;
    private final Tags tags;
    private final List<Bound> bound = new CopyOnWriteArrayList<>();

    PgClientMetrics(PgClient client, String name, Tags tags) {
        this.client = client;
        this.name = name;
        this.tags = tags;
    }

    final PgClient client() {
        return client;
    }

    final String name() {
        return name;
    }

    /** Those of {@link PgTagsProvider}s. */
    final Tags tags() {
        return tags;
    }

    /** The same behind that with the client's name. */
    final Tags namedTags() {
        return Tags.of("name", name).and(tags);
    }

    abstract ClientMeters register(MeterRegistry registry);

    @Override
    public final void bindTo(MeterRegistry registry) {
        ClientMeters meters = register(registry);
        bound.add(new Bound(meters, client.addListener(meters)));
    }

    /** Takes the meters out of all registries. */
    @Override
    public final void close() {
        for (Bound each : bound) {
            each.registration.close();
            each.meters.closed();
        }
        bound.clear();
    }
}
