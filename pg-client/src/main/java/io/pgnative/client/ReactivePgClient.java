package io.pgnative.client;

import java.time.Duration;
import java.util.function.Function;
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
