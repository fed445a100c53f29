package io.pgnative.client.session;

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
    private boolean delivered;
    private @Nullable Exchange ready;

    Cancellation(PgSession session) {
        this.session = session;
    }

    void begin(Future<Void> request) {
        io.netty.util.concurrent.ScheduledFuture<?> guard = session.context()
                .nettyEventLoop()
                .schedule(this::giveUp, GRACE_SECONDS, TimeUnit.SECONDS);
        // A request that could not be delivered leaves the statement running; the guard ends that.
        request.onComplete(done -> {
            delivered = true;
            Exchange ended = ready;
            if (ended != null) {
                guard.cancel(false);
                over(ended);
            }
        });
        this.guard = guard;
    }

    private @Nullable java.util.concurrent.Future<?> guard;

    /** ReadyForQuery of the exchange that is cancelled has come. */
    void ready(Exchange exchange) {
        ready = exchange;
        if (delivered) {
            java.util.concurrent.Future<?> current = guard;
            if (current != null) {
                current.cancel(false);
            }
            over(exchange);
        }
    }

    private void over(Exchange exchange) {
        ready = null;
        if (session.isOpen()) {
            session.cancelled(exchange);
        }
    }

    /** The exchange that has ended, but is held back until the cancel request is over. */
    @Nullable Exchange held() {
        return ready;
    }

    private void giveUp() {
        session.end(new PgConnectionLostException(
                "the server did not react to a cancel request within " + GRACE_SECONDS + " s", true, null));
    }
}
