package io.pgnative.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to one database. Thread-safe; make one and share it.
 *
 * <pre>{@code
 * PgClient pg = PgClient.builder(vertx).dsn("postgres://app@db.example.com/shop").password(secret).build();
 * Future<List<Book>> books = pg.fetch(Book.class, "select * from book where author = $1", "Ursula K. Le Guin");
 * }</pre>
 */
public interface PgClient extends PgOperations {

    /**
     * Starts the configuration of a client.
     *
     * @param vertx the Vert.x instance whose event loops the connections live on; it stays the caller's
     * @return a builder
     */
    static PgClientBuilder builder(Vertx vertx) {
        return new PgClientBuilder(vertx);
    }

    /**
     * Runs work on a connection of its own, and gives it back when the returned future completes, whatever its outcome.
     *
     * @param work what to do
     * @param <T> what the work yields
     * @return the work's outcome
     */
    <T> Future<T> withConnection(Function<PgConnection, Future<T>> work);

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
    <T> Future<T> withConnection(Duration timeout, Function<PgConnection, Future<T>> work);

    /**
     * Borrows a connection until {@link PgConnection#close()}. Prefer {@link #withConnection}, which cannot forget.
     *
     * @return a connection that no one else uses
     */
    Future<PgConnection> acquire();

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
    Future<PgRegistration> listen(String channel, NotificationListener listener);

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
    Flow.Publisher<Notification> listen(ListenOptions options);

    /**
     * Listens to channels with the default options; see {@link #listen(ListenOptions)}.
     *
     * @param channels their names
     * @return notifications without end; each subscriber listens from its subscription until it cancels. Completes when
     *     the client is closed; fails when the first connection cannot be opened, when the retries of the
     *     {@link ListenRecovery} are used up, and when more wait than the buffer takes
     * @throws PgMisuseException if there can be no such channel, or none is given
     */
    default Flow.Publisher<Notification> listen(String... channels) {
        return listen(ListenOptions.channels(channels));
    }

    /**
     * What the listeners of this client do at this moment; the pool's figures do not include their connection.
     *
     * @return figures
     */
    ListenStatistics listening();

    /**
     * Like {@link #acquire()}, with a limit of its own for the wait in place of the client's acquire timeout.
     *
     * @param timeout how long to wait for a connection; more than zero
     * @return a connection that no one else uses
     * @throws PgMisuseException if the limit is not more than zero
     */
    Future<PgConnection> acquire(Duration timeout);

    /**
     * The same verbs for Reactor. Needs {@code reactor-core} on the class path.
     *
     * @return a view of this client
     */
    ReactivePgClient reactive();

    /**
     * The same verbs for threads that may wait: virtual threads and plain MVC.
     *
     * @return a view of this client
     */
    BlockingPgClient blocking();

    /**
     * Who knows the transactions that the calls of this client join.
     *
     * @return what {@link PgClientBuilder#transactionScope} was given; null if there is nobody
     */
    @Nullable PgTransactionScope transactionScope();

    /**
     * What this client writes objects of any class to JSON with, and reads them from it.
     *
     * @return what {@link PgClientBuilder#json} was given; null if there is no JSON mapper
     */
    @Nullable PgJson json();

    /**
     * The configuration this client was built with.
     *
     * @return the options; no secret is readable in their text
     */
    PgOptions options();

    /**
     * Forgets what was learnt of the types of the database and of statements, for all connections: what comes next
     * looks types up again and is prepared anew. That is needed when types were changed in a way that neither a value
     * nor an error shows, such as a new label of an enum that is mapped to a Java enum, or a domain with another base
     * type.
     */
    void reloadTypes();

    /**
     * What the pool holds at this moment.
     *
     * @return a consistent snapshot
     */
    PoolStatistics statistics();

    /**
     * Asks whether a server is there, however busy the pool is: on a connection that does not belong to the pool, which
     * is opened for this and closed after the answer. It takes one of the places that the server has, so it is for
     * checks, and for those that the pool leaves unanswered.
     *
     * @param timeout limit of the whole, more than zero; opening ends with the connect timeout, too
     * @return done when the server has answered; fails with why no connection could be opened, which a
     *     {@link PgServerException} is if the server has refused it, or with a {@link PgTimeoutException}
     * @throws PgMisuseException if the limit is not more than zero
     */
    Future<Void> ping(Duration timeout);

    /**
     * What went between this client and its servers.
     *
     * @return counters
     */
    TrafficStatistics traffic();

    /**
     * Looks at each connection of the pool, on its event loop. That costs a task there for each; it is meant for people
     * who look, not for the way of a query.
     *
     * @return the connections of this moment, the oldest first; late when an event loop is blocked
     */
    Future<List<ConnectionStatistics>> connections();

    /**
     * Adds a listener that hears how this client fares, for meters. What is not listened to costs nothing.
     *
     * @param listener told from now on, besides the others; at once that the client is closed, if it is
     * @return ends it
     */
    PgRegistration addListener(PgClientListener listener);

    /**
     * Changes how many connections the pool may have, until it is changed again; {@link #options()} goes on telling
     * what the client was built with. When there are more than that, idle ones are closed now and others when they are
     * given back.
     *
     * @param maxSize the most connections, 1 or more
     * @param minIdle the idle connections kept ready, 0 to {@code maxSize}
     * @throws PgMisuseException if a number is out of its range
     */
    void resize(int maxSize, int minIdle);

    /**
     * Has all connections of this moment give up their prepared statements, which are prepared anew when they are next
     * needed.
     */
    void clearStatementCaches();

    /**
     * Has all connections of this moment replaced by new ones when they are next needed: idle ones are closed now, the
     * others when they are given back. For passwords, hosts and settings of the server that have changed.
     */
    void expireConnections();

    /**
     * Closes all connections and refuses calls until {@link #resume()}: calls in flight get {@code grace} to end, then
     * they are cancelled. For test-context pauses, checkpoints and maintenance.
     *
     * @param grace how long calls in flight may take; zero cancels them at once
     * @return done when no connection is left
     */
    Future<Void> suspend(Duration grace);

    /** Takes calls again after {@link #suspend}; does nothing otherwise. */
    void resume();

    /**
     * Closes this client for good, with the configured shutdown timeout as grace for calls in flight. Idempotent.
     *
     * @return done when no connection is left
     */
    Future<Void> close();

    /**
     * Closes this client for good.
     *
     * @param grace how long calls in flight may take; zero cancels them at once
     * @return done when no connection is left
     */
    Future<Void> close(Duration grace);
}
