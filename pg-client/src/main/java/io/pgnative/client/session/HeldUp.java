package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectionLostException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long a statement that its caller has given up may go on where it cannot be cancelled, since the cancel
 * request could hit one of those that stand behind it, or a COMMIT. When the time is over the connection is closed, and
 * only then the statement is cancelled; not even then if there is a COMMIT.
 */
final class HeldUp {

    private static final long LIMIT_SECONDS = 10;

    private final PgSession session;
    private final Collection<Exchange> inFlight;
    private @Nullable Exchange watched;
    private @Nullable ScheduledFuture<?> timer;

    HeldUp(PgSession session, Collection<Exchange> inFlight) {
        this.session = session;
        this.inFlight = inFlight;
    }

    /** The oldest exchange in flight is given up, but cannot be cancelled. */
    void watch(Exchange head) {
        if (watched == head) {
            return;
        }
        stop();
        watched = head;
        timer = session.context().nettyEventLoop().schedule(this::giveUp, LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** It is over. */
    void stop() {
        watched = null;
        ScheduledFuture<?> current = timer;
        timer = null;
        if (current != null) {
            current.cancel(false);
        }
    }

    private void giveUp() {
        boolean isCommitting = inFlight.stream().anyMatch(Exchange::isCommit);
        session.end(new PgConnectionLostException(
                isCommitting
                        ? "a COMMIT that was given up was not answered for " + LIMIT_SECONDS + " s more"
                        : "a statement that was given up ran for " + LIMIT_SECONDS
                                + " s more and held up those behind it",
                true,
                null));
        if (!isCommitting) {
            session.cancelRunning();
        }
    }
}
