package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Meters of one client in one registry, fed by what the client tells; gone when it is closed. */
abstract class ClientMeters implements PgClientListener {

    private final MeterRegistry registry;
    private final PgClient client;
    private final List<Meter> meters = new ArrayList<>();
    private boolean isClosed;

    ClientMeters(MeterRegistry registry, PgClient client) {
        this.registry = registry;
        this.client = client;
    }

    final MeterRegistry registry() {
        return registry;
    }

    /** Registers a meter, and keeps it for the end; null if that has come. */
    final synchronized <M extends Meter> @Nullable M keep(Supplier<M> registering) {
        if (isClosed) {
            return null;
        }
        M meter = registering.get();
        meters.add(meter);
        return meter;
    }

    final void gauge(String name, Tags tags, @Nullable String unit, String text, ToDoubleFunction<PgClient> value) {
        keep(() -> Gauge.builder(name, client, value)
                .tags(tags)
                .baseUnit(unit)
                .description(text)
                .register(registry));
    }

    final void counter(String name, Tags tags, @Nullable String unit, String text, ToDoubleFunction<PgClient> value) {
        keep(() -> FunctionCounter.builder(name, client, value)
                .tags(tags)
                .baseUnit(unit)
                .description(text)
                .register(registry));
    }

    /** Made once, before the client tells anything. */
    final Timer timer(String name, Tags tags, String text) {
        Timer timer = Timer.builder(name).tags(tags).description(text).register(registry);
        keep(() -> timer);
        return timer;
    }

    @Override
    public final synchronized void closed() {
        isClosed = true;
        meters.forEach(registry::remove);
        meters.clear();
    }
}
