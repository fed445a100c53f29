package io.pgnative.client;

import io.vertx.core.Future;

/**
 * A transaction, or a savepoint within one. The verbs run inside it. One that was handed to a function by
 * {@code inTransaction} is ended by it: {@link #commit()} and {@link #rollback()} are refused there.
 */
public interface PgTransaction extends PgConnectionOperations {

    /**
     * Commits, or releases the savepoint. Fails with a {@link PgTransactionRolledBackException} when the transaction
     * had failed before, so that the server rolled it back instead; fails with {@link PgConnectionLostException} when
     * the outcome is unknown.
     *
     * @return done when committed
     */
    Future<Void> commit();

    /**
     * Rolls back, or returns to the savepoint.
     *
     * @return done when rolled back
     */
    Future<Void> rollback();

    /** Lets the enclosing {@code inTransaction} roll back although the work succeeds. */
    void setRollbackOnly();

    /**
     * Whether it can still be used.
     *
     * @return false after its end
     */
    boolean isActive();

    /**
     * The large objects of the database, as this transaction sees them. They can be used while it is active.
     *
     * @return creates, writes, reads and deletes them
     */
    PgLargeObjects largeObjects();

    /**
     * The connection it runs on.
     *
     * @return the connection
     */
    PgConnection connection();
}
