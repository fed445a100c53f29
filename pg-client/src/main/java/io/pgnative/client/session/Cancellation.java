package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectionLostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cancelling of what runs. It is over when the exchange has ended and no cancel request is on its way any more;
 * only then can none hit anything else. The server passes over a request that comes before it has begun with the
 * statement, so that requests are sent until the exchange ends. A server that no request reaches, or that does not
 * react to one, loses the connection.
 */
final class Cancellation {

    /** As long as a connection is attempted; those that are refused at once are tried again until then. */
    private static final long DELIVERY_MILLIS = 2_000;

    private static final long REACTION_MILLIS = 5_000;
    private static final long AGAIN_MILLIS = 200;

    private final PgSession session;
    private final Supplier<CancelTurn> sender;
    private final ScheduledFuture<?> guard;
    private final long begunNanos = System.nanoTime();
    private @Nullable ScheduledFuture<?> again;
    private @Nullable CancelTurn turn;
    /** Ended, while a request was still on its way; more than one if others follow that are given up, too. */
    private final Deque<Exchange> held = new ArrayDeque<>();

    /**
     * Makes one.
     *
     * @param session whose exchanges in flight are all given up; the first of them is to be cancelled
     * @param sender sends a cancel request, see {@link CancelRequester#of}
     */
    Cancellation(PgSession session, Supplier<CancelTurn> sender) {
        this.session = session;
        this.sender = sender;
        this.guard = schedule(
                () -> giveUp("the server did not react to a cancel request within " + REACTION_MILLIS + " ms", null),
                REACTION_MILLIS);
    }

    /** Sends the first request. */
    void begin() {
        again = null;
        CancelTurn next = sender.get();
        turn = next;
        next.future().onComplete(done -> {
            turn = null;
            if (done.cause() instanceof PgConnectionLostException inDoubt) {
                session.end(inDoubt);
            } else if (!held.isEmpty()) {
                endIfOver();
            } else if (done.failed()
                    && System.nanoTime() - begunNanos >= TimeUnit.MILLISECONDS.toNanos(DELIVERY_MILLIS)) {
                giveUp("no cancel request could be sent within " + DELIVERY_MILLIS + " ms", done.cause());
            } else if (session.isOpen()) {
                again = schedule(this::begin, AGAIN_MILLIS);
            }
        });
    }

    /** ReadyForQuery of an exchange has come, of the one that is cancelled first. */
    void ready(Exchange exchange) {
        held.add(exchange);
        CancelTurn current = turn;
        if (current == null) {
            endIfOver();
        } else {
            current.withdraw();
        }
    }

    private void endIfOver() {
        if (turn == null && session.isOpen()) {
            stopTimers();
            session.cancelled(held);
        }
    }

    /** The session has ended. @return the exchanges that had ended before, but were held back */
    Deque<Exchange> stop() {
        stopTimers();
        CancelTurn current = turn;
        if (current != null) {
            current.withdraw();
        }
        return held;
    }

    private ScheduledFuture<?> schedule(Runnable task, long millis) {
        return session.context().nettyEventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private void stopTimers() {
        guard.cancel(false);
        ScheduledFuture<?> next = again;
        if (next != null) {
            next.cancel(false);
        }
    }

    private void giveUp(String why, @Nullable Throwable cause) {
        session.end(new PgConnectionLostException(why, true, cause));
    }
}
