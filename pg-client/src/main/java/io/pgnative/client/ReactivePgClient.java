package io.pgnative.client;

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
     * Borrows a connection until {@link ReactivePgConnection#close()}. Prefer {@link #withConnection}, which cannot
     * forget.
     *
     * @return a connection that no one else uses
     */
    Mono<ReactivePgConnection> acquire();

    /** Forgets what was learnt of the types of the database and of statements; see {@link PgClient#reloadTypes()}. */
    void reloadTypes();
}
