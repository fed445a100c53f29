package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectionLostException;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cancel request under way. It is over when its own connection is closed and the exchange it was meant for has ended;
 * only then can it hit nothing else. A server that does not react loses the connection.
 */
final class Cancellation {

    private static final long GRACE_SECONDS = 5;

    private final PgSession session;
    private final ScheduledFuture<?> guard;
    private boolean delivered;
    private @Nullable Exchange held;

    /**
     * Begins one.
     *
     * @param session whose only exchange is to be cancelled
     * @param request completes, on the session's loop, when the cancel connection is closed; its failure leaves the
     *     statement running, which the guard ends
     */
    Cancellation(PgSession session, Future<Void> request) {
        this.session = session;
        this.guard = session.context().nettyEventLoop().schedule(this::giveUp, GRACE_SECONDS, TimeUnit.SECONDS);
        request.onComplete(done -> {
            delivered = true;
            endIfOver();
        });
    }

    /** ReadyForQuery of the exchange that is cancelled has come. */
    void ready(Exchange exchange) {
        held = exchange;
        endIfOver();
    }

    private void endIfOver() {
        Exchange exchange = held;
        if (delivered && exchange != null && session.isOpen()) {
            held = null;
            guard.cancel(false);
            session.cancelled(exchange);
        }
    }

    /** The session has ended. @return the exchange that had ended before, but was held back */
    @Nullable Exchange stop() {
        guard.cancel(false);
        return held;
    }

    private void giveUp() {
        session.end(new PgConnectionLostException(
                "the server did not react to a cancel request within " + GRACE_SECONDS + " s", true, null));
    }
}
