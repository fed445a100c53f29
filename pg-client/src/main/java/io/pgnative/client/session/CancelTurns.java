package io.pgnative.client.session;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The cancel requests of all sessions of a client, of which a few at a time are under way. Thread-safe. */
final class CancelTurns {

    /** How many connections for cancel requests a client has at most: a storm of them must not flood the server. */
    private static final int PARALLEL = 4;

    private final AtomicInteger running = new AtomicInteger();
    private final Queue<CancelTurn> turns = new ConcurrentLinkedQueue<>();

    /** Queues a request. A turn that has not come can be given up. */
    CancelTurn add(ContextInternal context, Supplier<Future<Void>> sender) {
        CancelTurn turn = new CancelTurn(context, sender);
        turns.add(turn);
        next();
        return turn;
    }

    private void next() {
        while (!turns.isEmpty()) {
            int before = running.get();
            if (before == PARALLEL) {
                return;
            }
            if (running.compareAndSet(before, before + 1)) {
                CancelTurn turn = turns.poll();
                if (turn == null) {
                    running.decrementAndGet();
                } else {
                    turn.start().onComplete(done -> {
                        running.decrementAndGet();
                        next();
                    });
                }
            }
        }
    }
}
