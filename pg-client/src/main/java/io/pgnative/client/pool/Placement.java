package io.pgnative.client.pool;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which event loop a new session lives.
 *
 * <p>A call from an event loop has its session there, so that no thread is changed. Calls of threads that wait change
 * it twice, whatever the loop is; the fewer loops serve them, the more often is a loop awake already when the next call
 * comes, and waking it is what such a call costs most. So their sessions gather on one loop, up to a number that leaves
 * it enough time: rows are decoded by the threads that wait. Threads of other event loops, such as Reactor Netty's,
 * have their rows decoded on the session's loop, and their sessions are spread.
 */
final class Placement {

    /** The most sessions that gather on one loop. */
    static final int GATHERED = 16;

    private final VertxInternal vertx;
    private final Map<EventLoop, Integer> sessions = new ConcurrentHashMap<>();

    /** Whether the last call that a session was opened for came from a thread that waits. */
    private volatile boolean isForWaitingThreads;

    Placement(VertxInternal vertx) {
        this.vertx = vertx;
    }

    /**
     * A context for a new session. It is no context of the caller's: a verticle that is undeployed would take the
     * sessions of its context along.
     *
     * @param nearCaller whether it is opened for a call of this thread
     */
    ContextInternal next(boolean nearCaller) {
        EventLoop loop = loop(nearCaller);
        sessions.merge(loop, 1, Integer::sum);
        return vertx.contextBuilder()
                .withThreadingModel(ThreadingModel.EVENT_LOOP)
                .withEventLoop(loop)
                .build();
    }

    private EventLoop loop(boolean nearCaller) {
        if (nearCaller) {
            ContextInternal caller = ContextInternal.current();
            boolean isOnLoop = caller != null && caller.isEventLoopContext() && caller.owner() == vertx;
            isForWaitingThreads = !isOnLoop && !(Thread.currentThread() instanceof FastThreadLocalThread);
            if (caller != null && isOnLoop) {
                return caller.nettyEventLoop();
            }
        }
        if (isForWaitingThreads) {
            for (Map.Entry<EventLoop, Integer> taken : sessions.entrySet()) {
                if (taken.getValue() < GATHERED) {
                    return taken.getKey();
                }
            }
        }
        return leastLoaded();
    }

    /** Of the loops in turn the first that has the fewest sessions. */
    private EventLoop leastLoaded() {
        EventLoop least = vertx.nettyEventLoopGroup().next();
        for (EventExecutor ignored : vertx.nettyEventLoopGroup()) {
            EventLoop other = vertx.nettyEventLoopGroup().next();
            if (sessions.getOrDefault(other, 0) < sessions.getOrDefault(least, 0)) {
                least = other;
            }
        }
        return least;
    }

    /** A session that was placed by {@link #next} is over, or was not opened. */
    void over(EventLoop loop) {
        sessions.computeIfPresent(loop, (same, count) -> count == 1 ? null : count - 1);
    }
}
