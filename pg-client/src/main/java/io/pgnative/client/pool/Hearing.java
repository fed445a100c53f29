package io.pgnative.client.pool;

import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.session.ClientListeners;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Registers those who hear how a client fares, and measures its event loops for those who want that. */
final class Hearing {

    private final VertxInternal vertx;
    private final ClientListeners listeners;
    private final Queue<LagSampler> samplers = new ConcurrentLinkedQueue<>();

    Hearing(VertxInternal vertx, ClientListeners listeners) {
        this.vertx = vertx;
        this.listeners = listeners;
    }

    PgRegistration add(PgClientListener listener) {
        Duration interval = listener.eventLoopLagInterval();
        if (interval.isNegative()) {
            throw new PgMisuseException("the interval of the event loops' lag is " + interval + "; expected 0 or more");
        }
        PgRegistration registration = listeners.add(listener);
        if (interval.isZero() || listeners.isClosed()) {
            return registration;
        }
        LagSampler sampler = new LagSampler(vertx, ClientListeners.guarded(listener), Durations.nanos(interval));
        samplers.add(sampler);
        sampler.start();
        if (listeners.isClosed()) {
            sampler.stop();
        }
        return () -> {
            registration.close();
            sampler.stop();
            samplers.remove(sampler);
        };
    }

    /** The client is closed. */
    void close() {
        listeners.close();
        samplers.forEach(LagSampler::stop);
        samplers.clear();
    }
}
