package io.pgnative.client.pool;

import io.netty.channel.EventLoop;
import io.vertx.core.Closeable;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loops of a Vert.x instance: where sessions live and where the pool's timers run. */
final class EventLoops {

    private final VertxInternal vertx;

    EventLoops(VertxInternal vertx) {
        this.vertx = vertx;
    }

    /**
     * A context for a new session. It is no context of the caller's: a verticle that is undeployed would take the
     * sessions of its context along.
     *
     * @param nearCaller whether to take the loop of the calling thread if it is one
     * @return a context of its own on the caller's loop, else on the next one in turn
     */
    ContextInternal contextForSession(boolean nearCaller) {
        ContextInternal caller = nearCaller ? ContextInternal.current() : null;
        EventLoop loop = caller != null && caller.isEventLoopContext() && caller.owner() == vertx
                ? caller.nettyEventLoop()
                : vertx.nettyEventLoopGroup().next();
        return vertx.contextBuilder()
                .withThreadingModel(ThreadingModel.EVENT_LOOP)
                .withEventLoop(loop)
                .build();
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
