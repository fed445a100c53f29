package io.pgnative.client.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgTimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all requests of a session, set to the earliest deadline. A request that ends in time does not touch it,
 * so that deadlines which are not reached cost a timer now and then, not one each.
 */
final class Deadlines {

    private final EventLoop loop;
    private final Collection<Exchange> inFlight;
    private final Collection<Request<?>> waiting;
    private @Nullable ScheduledFuture<?> timer;
    private long armedFor = Request.NO_DEADLINE;

    /**
     * Makes one.
     *
     * @param loop where the timer fires
     * @param inFlight what runs
     * @param waiting what is to run
     */
    Deadlines(EventLoop loop, Collection<Exchange> inFlight, Collection<Request<?>> waiting) {
        this.loop = loop;
        this.inFlight = inFlight;
        this.waiting = waiting;
    }

    private static PgTimeoutException expired(Request<?> request, String statement) {
        return new PgTimeoutException(request.overdue() + " did not end within its time; its statement " + statement);
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
        watch(expire(System.nanoTime()));
    }

    /** Fails what is overdue. @return the next deadline */
    private long expire(long nowNanos) {
        long next = Request.NO_DEADLINE;
        List<Request<?>> sent = new ArrayList<>();
        List<Request<?>> unsent = new ArrayList<>();
        for (Exchange exchange : inFlight) {
            Request<?> request = exchange.request();
            // What is only being prepared has not been sent to be run.
            next = Math.min(next, check(request, nowNanos, exchange == request ? sent : unsent));
        }
        for (Request<?> request : waiting) {
            next = Math.min(next, check(request, nowNanos, unsent));
        }
        sent.forEach(request -> request.abandon(expired(
                request,
                request.isCommit()
                        ? "COMMIT had been sent and is not cancelled: its outcome is unknown"
                        : "had been sent and may have run")));
        unsent.forEach(request -> request.abandon(expired(request, "was not run")));
        return next;
    }

    private static long check(@Nullable Request<?> request, long nowNanos, List<Request<?>> overdue) {
        if (request == null || request.isAbandoned() || request.deadlineNanos() == Request.NO_DEADLINE) {
            return Request.NO_DEADLINE;
        }
        if (request.deadlineNanos() - nowNanos <= 0) {
            overdue.add(request);
            return Request.NO_DEADLINE;
        }
        return request.deadlineNanos();
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
