package io.pgnative.client;

import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The verbs of {@link PgClient} for Reactor. Got from {@link PgClient#reactive()}; thread-safe. */
public interface ReactivePgClient extends ReactivePgOperations {

    /**
     * Runs work on a connection of its own, and gives it back afterwards, whatever the outcome, cancellation included.
     *
     * @param work what to do
     * @param <T> what the work yields
     * @return the work's outcome
     */
    <T> Mono<T> withConnection(Function<ReactivePgConnection, Mono<T>> work);

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
    <T> Mono<T> withConnection(Duration timeout, Function<ReactivePgConnection, Mono<T>> work);

    /**
     * Borrows a connection until {@link ReactivePgConnection#close()}. Prefer {@link #withConnection}, which cannot
     * forget.
     *
     * @return a connection that no one else uses
     */
    Mono<ReactivePgConnection> acquire();

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
    Mono<PgRegistration> listen(String channel, NotificationListener listener);

    /**
     * Listens to channels, on the connection that all listeners of this client share; see {@link #listen(String,
     * NotificationListener)}.
     *
     * @param options which channels, and how many notifications may wait
     * @return notifications without end; each subscriber listens from its subscription until it cancels. Completes when
     *     the client is closed; fails when the first connection cannot be opened, when the retries of the
     *     {@link ListenRecovery} are used up, and when more wait than the buffer takes
     * @throws PgMisuseException if there can be no such channel
     */
    Flux<Notification> listen(ListenOptions options);

    /**
     * Listens to channels with the default options; see {@link #listen(ListenOptions)}.
     *
     * @param channels their names
     * @return notifications without end; each subscriber listens from its subscription until it cancels. Completes when
     *     the client is closed; fails when the first connection cannot be opened, when the retries of the
     *     {@link ListenRecovery} are used up, and when more wait than the buffer takes
     * @throws PgMisuseException if there can be no such channel, or none is given
     */
    default Flux<Notification> listen(String... channels) {
        return listen(ListenOptions.channels(channels));
    }

    /**
     * Like {@link #acquire()}, with a limit of its own for the wait in place of the client's acquire timeout.
     *
     * @param timeout how long to wait for a connection; more than zero
     * @return a connection that no one else uses
     * @throws PgMisuseException if the limit is not more than zero
     */
    Mono<ReactivePgConnection> acquire(Duration timeout);

    /** Forgets what was learnt of the types of the database and of statements; see {@link PgClient#reloadTypes()}. */
    void reloadTypes();
}
