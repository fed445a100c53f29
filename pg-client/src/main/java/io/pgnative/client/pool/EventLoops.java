package io.pgnative.client.pool;

import io.vertx.core.Closeable;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loops of a Vert.x instance, where the pool's timers run. */
final class EventLoops {

    private final VertxInternal vertx;

    EventLoops(VertxInternal vertx) {
        this.vertx = vertx;
    }

    /**
     * Runs a task later, on some event loop.
     *
     * @param task what to run
     * @param delayNanos when; less than zero is at once
     * @return a handle to cancel it; null when the Vert.x instance is closed, so that the task will never run
     */
    @Nullable Future<?> schedule(Runnable task, long delayNanos) {
        try {
            return vertx.nettyEventLoopGroup().next().schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    void addCloseHook(Closeable hook) {
        vertx.addCloseHook(hook);
    }

    void removeCloseHook(Closeable hook) {
        vertx.removeCloseHook(hook);
    }
}
