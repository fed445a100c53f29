package io.pgnative.client.pool;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns when somebody keeps a connection for long, and tells where he got it. */
final class LeakWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);

    private final Duration threshold;
    private final Throwable site = new Throwable("the connection was acquired here");
    private volatile @Nullable ScheduledFuture<?> timer;

    private LeakWatch(Duration threshold) {
        this.threshold = threshold;
    }

    /** Takes the stack of the caller; null if nobody is watched. */
    static @Nullable LeakWatch of(Duration threshold) {
        return threshold.isZero() ? null : new LeakWatch(threshold);
    }

    void start(PooledSession slot) {
        timer = slot.session()
                .context()
                .nettyEventLoop()
                .schedule(() -> warn(slot), Durations.nanos(threshold), TimeUnit.NANOSECONDS);
    }

    private void warn(PooledSession slot) {
        slot.session()
                .log(() -> LOG.warn(
                        "a connection of pool {} (backend {}) has not been given back for {}; maybe it never will be",
                        slot.pool().name(),
                        slot.session().processId(),
                        Durations.text(threshold),
                        site));
    }

    void stop() {
        ScheduledFuture<?> current = timer;
        if (current != null) {
            current.cancel(false);
        }
    }
}
