package io.pgnative.client;

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
     * Borrows a connection until {@link BlockingPgConnection#close()}. Prefer {@link #withConnection}, which cannot
     * forget.
     *
     * @return a connection that no one else uses
     */
    BlockingPgConnection acquire();

    /** Forgets what was learnt of the types of the database and of statements; see {@link PgClient#reloadTypes()}. */
    void reloadTypes();
}
