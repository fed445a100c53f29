package io.pgnative.spring.boot.actuate.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/**
 * One check: hears the pool, the server besides it and the clock, and tells what the first of them says that is final.
 * None of the three has to speak for the others to be heard.
 *
 * <p>The clock is the thread that waits, or whoever the caller says; not the one thread on which all timeouts of the
 * virtual machine's futures run out, which anybody may hold up who chains something to one of these.
 */
final class PgHealthCheck {

    /** Tells when time is over. */
    @FunctionalInterface
    interface Clock {

        /**
         * Does something later, on a thread that is not kept waiting by others.
         *
         * @param nanos how much later
         * @param step what to do
         * @return calls it off
         */
        Runnable after(long nanos, Runnable step);
    }

    private final PgHealthProbe probe;
    private final long limit;
    private final ThroughThePool question;
    private final CompletableFuture<Health> health = new CompletableFuture<>();
    private @Nullable BesidesThePool besides;

    /**
     * Makes one.
     *
     * @param probe asks, and says what is found
     * @param limit time for the whole
     */
    PgHealthCheck(PgHealthProbe probe, Duration limit) {
        this.probe = probe;
        this.limit = TimeUnit.NANOSECONDS.convert(limit);
        this.question = probe.throughThePool();
    }

    /** Begins; done normally, within the limit. */
    CompletableFuture<Health> begin(Clock clock) {
        Runnable silence = clock.after(silence(), () -> step(this::poolIsSilent));
        Runnable end = clock.after(limit, () -> step(this::timeIsOver));
        health.whenComplete((known, failure) -> {
            silence.run();
            end.run();
        });
        hear();
        return health;
    }

    /** Waits for the answer, within the limit. */
    Health await() {
        long begun = System.nanoTime();
        hear();
        if (!isKnownAfter(silence(), begun)) {
            step(this::poolIsSilent);
            if (!isKnownAfter(limit, begun)) {
                step(this::timeIsOver);
            }
        }
        return health.join();
    }

    private long silence() {
        return limit / 4;
    }

    private void hear() {
        question.whenComplete((answer, failure) -> step(() -> poolHasSpoken(answer, failure)));
    }

    /** Who is interrupted waits to the end all the same, which is near, and stays interrupted. */
    private boolean isKnownAfter(long nanos, long begun) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    health.get(begun + nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException ex) {
                    interrupted = true;
                } catch (TimeoutException late) {
                    return false;
                } catch (ExecutionException never) {
                    return true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void poolHasSpoken(ThroughThePool.@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null) {
            decide(probe.up(answer), probe::reached);
        } else if (failure != null && (question.isConnected() || !isPoolToBlame())) {
            decide(probe.down(failure), () -> probe.lost(failure));
        } else {
            askBesides().whenComplete((pong, silence) -> step(() -> serverHasSpoken(silence)));
        }
    }

    /** So far; from now on it may be the server that does not let anybody go. */
    private void poolIsSilent() {
        if (!question.isConnected() && isPoolToBlame()) {
            askBesides();
        }
    }

    private void timeIsOver() {
        BesidesThePool asked = askedBesides();
        if (asked != null && asked.isDone()) {
            asked.whenComplete((pong, silence) -> step(() -> serverHasSpoken(silence)));
        } else {
            TimeoutException late = new TimeoutException();
            decide(probe.down(late), () -> probe.lost(late));
        }
    }

    private void serverHasSpoken(@Nullable Throwable silence) {
        if (silence == null || BesidesThePool.isHeard(silence)) {
            decide(probe.saturated(), probe::reached);
        } else {
            decide(probe.down(silence), () -> probe.lost(silence));
        }
    }

    private boolean isPoolToBlame() {
        return askedBesides() != null || probe.isSaturated();
    }

    private synchronized @Nullable BesidesThePool askedBesides() {
        return besides;
    }

    private synchronized BesidesThePool askBesides() {
        BesidesThePool asked = besides;
        if (asked == null) {
            asked = probe.besidesThePool();
            besides = asked;
        }
        return asked;
    }

    /** Only the first one is told, and logged. */
    private void decide(Health verdict, Runnable log) {
        if (health.complete(verdict)) {
            log.run();
        }
    }

    /** What breaks here, errors of the virtual machine too, is told instead of leaving others without an answer. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (Throwable broken) {
            decide(probe.untold(broken), () -> probe.broken(broken));
        }
    }
}
