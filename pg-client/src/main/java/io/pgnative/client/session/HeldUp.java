package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectionLostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long a statement that its caller has given up may hold up others that stand behind it. It cannot be
 * cancelled, since the cancel request could hit one of those. When the time is over the connection is closed, and only
 * then the statement is cancelled.
 */
final class HeldUp {

    private static final long LIMIT_SECONDS = 10;

    private final PgSession session;
    private @Nullable Exchange watched;
    private @Nullable ScheduledFuture<?> timer;

    HeldUp(PgSession session) {
        this.session = session;
    }

    /** The oldest exchange in flight is given up, but others behind it are wanted. */
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
        session.end(new PgConnectionLostException(
                "a statement that was given up ran for " + LIMIT_SECONDS + " s more and held up those behind it",
                true,
                null));
        session.cancelRunning();
    }
}
