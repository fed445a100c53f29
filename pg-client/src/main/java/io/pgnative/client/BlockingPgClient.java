package io.pgnative.client;

import java.time.Duration;
import java.util.function.Function;
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
