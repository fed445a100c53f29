package io.pgnative.client.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all requests of a session, set to the earliest deadline. A request that ends in time does not touch it,
 * so that deadlines which are not reached cost a timer now and then, not one each.
 */
final class Deadlines {

    private final EventLoop loop;
    private final LongUnaryOperator expire;
    private @Nullable ScheduledFuture<?> timer;
    private long armedFor = Request.NO_DEADLINE;

    /**
     * Makes one.
     *
     * @param expire fails what is overdue at the time given, and tells the next deadline
     */
    Deadlines(EventLoop loop, LongUnaryOperator expire) {
        this.loop = loop;
        this.expire = expire;
    }

    static PgTimeoutException expired() {
        return new PgTimeoutException("the call did not end within its time; its statement is being cancelled");
    }

    void watch(long deadlineNanos) {
        if (deadlineNanos != Request.NO_DEADLINE && (armedFor == Request.NO_DEADLINE || deadlineNanos - armedFor < 0)) {
            arm(deadlineNanos);
        }
    }

    private void arm(long deadlineNanos) {
        stop();
        armedFor = deadlineNanos;
        timer = loop.schedule(this::fire, Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void fire() {
        timer = null;
        armedFor = Request.NO_DEADLINE;
        watch(expire.applyAsLong(System.nanoTime()));
    }

    void stop() {
        ScheduledFuture<?> current = timer;
        timer = null;
        armedFor = Request.NO_DEADLINE;
        if (current != null) {
            current.cancel(false);
        }
    }
}
