package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts a question only when the last one of its kind is answered; who asks before gets that one's answer. Many who poll
 * neither fill a pool's queue nor open many connections.
 *
 * @param <T> type of the answer
 * @param <Q> the question
 */
final class OneAtATime<T extends @Nullable Object, Q extends Question<T>> {

    private final PgClient client;
    private final AtomicReference<@Nullable Q> underWay = new AtomicReference<>();

    OneAtATime(PgClient client) {
        this.client = client;
    }

    /**
     * Asks.
     *
     * @param fresh put if there is none under way
     * @return the one to wait for
     */
    Q ask(Q fresh) {
        Q earlier = underWay.compareAndExchange(null, fresh);
        if (earlier != null) {
            return earlier;
        }
        try {
            fresh.putTo(client).onComplete((answer, failure) -> {
                // Before anybody hears of it: who asks after that wants to know how things are then.
                underWay.set(null);
                if (failure == null) {
                    fresh.complete(answer);
                } else {
                    fresh.completeExceptionally(failure);
                }
            });
        } catch (Throwable failure) {
            // Errors, too: nobody would ever be asked again.
            underWay.set(null);
            fresh.completeExceptionally(failure);
        }
        return fresh;
    }
}
