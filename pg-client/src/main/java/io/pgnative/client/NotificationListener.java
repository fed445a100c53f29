package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * Hears what is notified on a channel. Its methods are called one after the other, in the order of the server, on the
 * Vert.x context on which the listener was registered if there was one; else on an event loop, where it must not block,
 * or, for the blocking face, on a worker thread, where it may. What they throw is logged.
 */
@FunctionalInterface
public interface NotificationListener {

    /**
     * Something was notified.
     *
     * @param notification what
     */
    void onNotification(Notification notification);

    /**
     * Nobody listens for the moment: the connection was lost, or the client closed it in order to pause. It is being
     * replaced, or will be when the client is resumed, as long as {@link ListenRecovery} says. Told once for each loss
     * that {@link #onReconnected}, or {@link #onFailed}, tells the end of, behind everything that came before it; only
     * for listeners of a client.
     *
     * @param cause why the connection ended; null if the client itself had closed it, as {@link PgClient#suspend} does
     */
    default void onDisconnected(@Nullable PgException cause) {}

    /**
     * The connection was lost, and there is another one that listens again. What was notified in between is lost: the
     * server keeps nothing for those who are away. Told before anything that comes over the new connection; only for
     * listeners of a client, since those of a {@link PgConnection} end with it.
     *
     * @param gap when nobody listened
     */
    default void onReconnected(ListenGap gap) {}

    /**
     * Nobody listens any more, and nobody will: all attempts to listen again that {@link ListenRecovery#maxRetries}
     * allows have failed. The registration has ended, and this is the last call. Whoever wants to go on registers
     * again; only for listeners of a client.
     *
     * @param failure says so; the last attempt's failure is its cause
     */
    default void onFailed(PgException failure) {}

    /**
     * Notifications were dropped, since this listener is slower than they come and 64 MiB of them waited for it. Told
     * in their place, and logged as a warning.
     *
     * @param notifications how many
     */
    default void onDropped(long notifications) {}
}
