package io.pgnative.client.pool;

import io.pgnative.client.ListenGap;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.UserHandler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One listener of a client. All on the subscriber's loop, but for the closing. */
final class Listening implements PgRegistration {

    private final List<String> channels;
    private final NotificationListener listener;
    private final UserHandler calls;
    private final Promise<PgRegistration> promise;
    private final Consumer<Listening> leaving;
    private boolean isEstablished;

    /**
     * Makes one.
     *
     * @param channels names, each once
     * @param listener told of notifications and gaps
     * @param calls where it is told
     * @param promise completed when the server listens
     * @param leaving told of the closing; any thread
     */
    Listening(
            List<String> channels,
            NotificationListener listener,
            UserHandler calls,
            Promise<PgRegistration> promise,
            Consumer<Listening> leaving) {
        this.channels = channels;
        this.listener = listener;
        this.calls = calls;
        this.promise = promise;
        this.leaving = leaving;
    }

    /** What runs a listener. */
    static UserHandler calls(NotificationListener listener, ContextInternal context) {
        return new UserHandler("notification listener", context, listener::onDropped);
    }

    /** Names the connection over which it hears, for the log. */
    void over(Session session) {
        calls.about(session);
    }

    List<String> channels() {
        return channels;
    }

    Promise<PgRegistration> promise() {
        return promise;
    }

    boolean isLike(Listening other) {
        return listener.equals(other.listener) && channels.equals(other.channels);
    }

    /** Whether the server has once listened to all of its channels, so that there is something to be kept up. */
    boolean isEstablished() {
        return isEstablished;
    }

    void established() {
        if (!isEstablished) {
            isEstablished = true;
            promise.tryComplete(this);
        }
    }

    void refuse(Throwable cause) {
        calls.end();
        promise.tryFail(cause);
    }

    void tell(Notification notification) {
        if (isEstablished) {
            calls.call(2 * notification.payload().length(), () -> listener.onNotification(notification));
        }
    }

    void lost(@Nullable PgException cause) {
        if (isEstablished) {
            calls.call(0, () -> listener.onDisconnected(cause));
        }
    }

    void tell(ListenGap gap) {
        if (isEstablished) {
            calls.call(0, () -> listener.onReconnected(gap));
        }
    }

    /** The client has given up to listen, behind everything that came before. */
    void fail(PgException failure) {
        calls.callLast(() -> {
            if (calls.end()) {
                listener.onFailed(failure);
            }
        });
    }

    /** The client is closed. */
    void end() {
        if (calls.end() && listener instanceof SubscriberListener closable) {
            calls.callLast(closable::onClosed);
        }
    }

    @Override
    public void close() {
        if (calls.end()) {
            leaving.accept(this);
        }
    }
}
