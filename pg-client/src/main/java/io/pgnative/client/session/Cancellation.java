package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectionLostException;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cancelling of what runs. It is over when the exchange has ended and no cancel request is on its way any more;
 * only then can none hit anything else. The server passes over a request that comes before it has begun with the
 * statement, so that requests are sent until the exchange ends. A server that does not react loses the connection.
 */
final class Cancellation {

    private static final long GRACE_MILLIS = 5_000;
    private static final long AGAIN_MILLIS = 200;

    private final PgSession session;
    private final Supplier<Future<Void>> sender;
    private final ScheduledFuture<?> guard;
    private @Nullable ScheduledFuture<?> again;
    private boolean underWay;
    private @Nullable Exchange held;

    /**
     * Makes one.
     *
     * @param session whose only exchange is to be cancelled
     * @param sender sends a cancel request, see {@link CancelRequester#cancel}
     */
    Cancellation(PgSession session, Supplier<Future<Void>> sender) {
        this.session = session;
        this.sender = sender;
        this.guard = schedule(this::giveUp, GRACE_MILLIS);
    }

    /** Sends the first request. */
    void begin() {
        again = null;
        underWay = true;
        sender.get().onComplete(done -> {
            underWay = false;
            if (done.cause() instanceof PgConnectionLostException inDoubt) {
                session.end(inDoubt);
            } else if (held != null) {
                endIfOver();
            } else if (session.isOpen()) {
                again = schedule(this::begin, AGAIN_MILLIS);
            }
        });
    }

    /** ReadyForQuery of the exchange that is cancelled has come. */
    void ready(Exchange exchange) {
        held = exchange;
        endIfOver();
    }

    private void endIfOver() {
        Exchange exchange = held;
        if (!underWay && exchange != null && session.isOpen()) {
            held = null;
            stopTimers();
            session.cancelled(exchange);
        }
    }

    /** The session has ended. @return the exchange that had ended before, but was held back */
    @Nullable Exchange stop() {
        stopTimers();
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

    private void giveUp() {
        session.end(new PgConnectionLostException(
                "the server did not react to a cancel request within " + GRACE_MILLIS + " ms", true, null));
    }
}
