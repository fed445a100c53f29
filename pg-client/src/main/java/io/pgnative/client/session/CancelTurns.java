package io.pgnative.client.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The cancel requests of a client, of which few are under way at once: a storm of them must not flood the server. */
final class CancelTurns {

    private static final int PARALLEL = 4;

    private final AtomicInteger running = new AtomicInteger();
    private final Queue<CancelTurn> turns = new ConcurrentLinkedQueue<>();

    /** Starts a request when its turn comes. */
    CancelTurn take(CancelTurn turn) {
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
