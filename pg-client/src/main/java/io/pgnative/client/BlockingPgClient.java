package io.pgnative.client;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The verbs of {@link PgClient} for threads that may wait. Got from {@link PgClient#blocking()}; thread-safe. */
public interface BlockingPgClient extends BlockingPgOperations {

    /**
     * Runs work on a connection of its own, and gives it back afterwards, whatever the outcome.
     *
     * @param work what to do
     * @param <T> what the work yields
     * @return the work's outcome
     */
    <T extends @Nullable Object> T withConnection(Function<BlockingPgConnection, T> work);

    /**
     * Like {@link #withConnection(Function)}, with a limit of its own for the wait in place of the client's acquire
     * timeout.
     *
     * @param timeout how long to wait for a connection; more than zero
     * @param work what to do
     * @param <T> what the work yields
     * @return the work's outcome
     * @throws PgMisuseException if the limit is not more than zero
     */
    <T extends @Nullable Object> T withConnection(Duration timeout, Function<BlockingPgConnection, T> work);

    /**
     * Borrows a connection until {@link BlockingPgConnection#close()}. Prefer {@link #withConnection}, which cannot
     * forget.
     *
     * @return a connection that no one else uses
     */
    BlockingPgConnection acquire();

    /**
     * Listens to a channel. All listeners of this client share one connection of their own, which does not belong to
     * the pool: it is opened for the first and closed after the last, checked from time to time, and replaced when it
     * is lost; {@link NotificationListener#onReconnected} tells of that, and {@link ListenRecovery} says how long it is
     * tried.
     *
     * @param channel its name, exactly as in NOTIFY between quotes; 1 to 63 bytes in UTF-8
     * @param listener called where {@link NotificationListener} says; the same one twice is one registration
     * @return the registration, once the server listens; fails when it cannot be asked to
     * @throws PgMisuseException if there can be no such channel
     */
    PgRegistration listen(String channel, NotificationListener listener);

    /**
     * Listens to channels, on the connection that all listeners of this client share; see {@link #listen(String,
     * NotificationListener)}.
     *
     * @param options which channels, and how many notifications may wait
     * @return notifications without end, to be closed: reading waits for the next one. It ends when it is closed, by
     *     another thread, too, when the reading thread is interrupted, and when the client is closed. Reading fails
     *     when the retries of the {@link ListenRecovery} are used up, and when more wait than the buffer takes
     * @throws PgMisuseException if there can be no such channel
     */
    Stream<Notification> listen(ListenOptions options);

    /**
     * Listens to channels with the default options; see {@link #listen(ListenOptions)}.
     *
     * @param channels their names
     * @return notifications without end, to be closed: reading waits for the next one. It ends when it is closed, by
     *     another thread, too, when the reading thread is interrupted, and when the client is closed. Reading fails
     *     when the retries of the {@link ListenRecovery} are used up, and when more wait than the buffer takes
     * @throws PgMisuseException if there can be no such channel, or none is given
     */
    default Stream<Notification> listen(String... channels) {
        return listen(ListenOptions.channels(channels));
    }

    /**
     * Like {@link #acquire()}, with a limit of its own for the wait in place of the client's acquire timeout.
     *
     * @param timeout how long to wait for a connection; more than zero
     * @return a connection that no one else uses
     * @throws PgMisuseException if the limit is not more than zero
     */
    BlockingPgConnection acquire(Duration timeout);

    /** Forgets what was learnt of the types of the database and of statements; see {@link PgClient#reloadTypes()}. */
    void reloadTypes();
}
