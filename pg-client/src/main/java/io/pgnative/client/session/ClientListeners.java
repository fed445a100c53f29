package io.pgnative.client.session;

import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgRegistration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who hear how a client fares. Who has something to tell asks for {@link #current()}, which is null for nobody.
 */
public final class ClientListeners {

    private final List<Heard> registered = new ArrayList<>();
    private boolean isClosed;
    private volatile @Nullable PgClientListener current;

    /** Makes one without listeners. */
    public ClientListeners() {}

    /**
     * Whom to tell.
     *
     * @return all listeners as one that never throws; null if there is none
     */
    public @Nullable PgClientListener current() {
        return current;
    }

    /**
     * Adds one, which is told at once if the client is closed.
     *
     * @param listener hears from now on
     * @return ends it
     */
    public PgRegistration add(PgClientListener listener) {
        Heard heard = new Heard(listener);
        synchronized (this) {
            if (!isClosed) {
                registered.add(heard);
                chain();
                return heard;
            }
        }
        new GuardedListener(listener, null).closed();
        return heard;
    }

    private synchronized void remove(Heard heard) {
        if (registered.remove(heard)) {
            chain();
        }
    }

    private void chain() {
        PgClientListener first = null;
        for (Heard heard : registered) {
            first = new GuardedListener(heard.listener, first);
        }
        current = first;
    }

    /**
     * Whether the client is closed.
     *
     * @return true from then on
     */
    public synchronized boolean isClosed() {
        return isClosed;
    }

    /**
     * A listener that never throws.
     *
     * @param listener may throw
     * @return tells it alone
     */
    public static PgClientListener guarded(PgClientListener listener) {
        return new GuardedListener(listener, null);
    }

    /** The client is closed: tells so, and nothing else afterwards. Idempotent. */
    public void close() {
        PgClientListener last;
        synchronized (this) {
            isClosed = true;
            last = current;
            registered.clear();
            current = null;
        }
        if (last != null) {
            last.closed();
        }
    }

    /** One listener; each is its own, so that the same may be added twice. */
    private final class Heard implements PgRegistration {

        private final PgClientListener listener;

        Heard(PgClientListener listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            remove(this);
        }
    }
}
