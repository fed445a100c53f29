package io.pgnative.spring.boot.actuate.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/**
 * One check: hears the pool, the server besides it and the clock, and tells what the first of them says that is final.
 * None of the three has to speak for the others to be heard.
 */
final class PgHealthCheck {

    private final PgHealthProbe probe;
    private final Duration limit;
    private final ThroughThePool question;
    private final CompletableFuture<Health> health = new CompletableFuture<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    private @Nullable BesidesThePool besides;

    /**
     * Makes one.
     *
     * @param probe asks, and says what is found
     * @param limit time for the whole
     */
    PgHealthCheck(PgHealthProbe probe, Duration limit) {
        this.probe = probe;
        this.limit = limit;
        this.question = probe.throughThePool();
    }

    /** Begins; done within the limit. */
    CompletableFuture<Health> begin() {
        after(limit.dividedBy(4), this::poolIsSilent);
        after(limit, this::timeIsOver);
        question.whenComplete((answer, failure) -> step(() -> poolHasSpoken(answer, failure)));
        return health;
    }

    private void poolHasSpoken(ThroughThePool.@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null) {
            decide(() -> probe.up(answer));
        } else if (failure != null && (question.isConnected() || !isPoolToBlame())) {
            decide(() -> probe.down(failure));
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
            decide(() -> probe.down(new TimeoutException()));
        }
    }

    private void serverHasSpoken(@Nullable Throwable silence) {
        if (silence == null || BesidesThePool.isHeard(silence)) {
            decide(probe::saturated);
        } else {
            decide(() -> probe.down(silence));
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
    private void decide(Supplier<Health> verdict) {
        if (decided.compareAndSet(false, true)) {
            health.complete(verdict.get());
        }
    }

    /** What breaks here is told, too, instead of leaving it to the clock. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException ex) {
            health.completeExceptionally(ex);
        }
    }

    /** Unless the health is known by then. */
    private void after(Duration delay, Runnable step) {
        health.copy().orTimeout(delay.toNanos(), TimeUnit.NANOSECONDS).whenComplete((known, late) -> {
            if (late instanceof TimeoutException) {
                step(step);
            }
        });
    }
}
