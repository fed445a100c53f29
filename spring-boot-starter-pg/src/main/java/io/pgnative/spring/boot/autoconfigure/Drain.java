package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Waits until nothing of a client is at work, while the client goes on taking calls: other beans may still need it for
 * their own end.
 */
final class Drain {

    /** A look costs next to nothing, so it is made where the timer is. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS, Runnable::run);

    private final PgClient client;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private final CompletableFuture<Duration> taken = new CompletableFuture<>();

    private Drain(PgClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /**
     * Begins to wait.
     *
     * @param client whose calls may end
     * @param limit how long they may take
     */
    static Drain begin(PgClient client, Duration limit) {
        Drain drain = new Drain(client, limit);
        if (drain.isOver()) {
            drain.taken.complete(drain.elapsed());
        } else {
            LATER.execute(drain::look);
        }
        return drain;
    }

    private void look() {
        if (isOver()) {
            // Elsewhere, since whoever waits for the end would hold up the timer, which all of the JVM shares.
            taken.completeAsync(this::elapsed);
        } else {
            LATER.execute(this::look);
        }
    }

    private boolean isOver() {
        PoolStatistics now = client.statistics();
        return (now.busy() == 0 && now.waiting() == 0) || elapsed().compareTo(limit) >= 0;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Done when nothing was at work for a moment, or the limit is over. */
    CompletableFuture<Duration> end() {
        return taken;
    }

    /** What is left of the limit: what calls have not needed, or, if they are not over, not yet. */
    Duration left() {
        Duration left = limit.minus(taken.getNow(elapsed()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
