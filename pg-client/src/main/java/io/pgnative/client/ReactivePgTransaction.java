package io.pgnative.client;

import reactor.core.publisher.Mono;

/** A transaction, or a savepoint within one; see {@link PgTransaction}. */
public interface ReactivePgTransaction extends ReactivePgConnectionOperations {

    /**
     * Commits, or releases the savepoint; see {@link PgTransaction#commit()}.
     *
     * @return completes when committed
     */
    Mono<Void> commit();

    /**
     * Rolls back, or returns to the savepoint.
     *
     * @return completes when rolled back
     */
    Mono<Void> rollback();

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
    ReactivePgLargeObjects largeObjects();

    /**
     * The connection it runs on.
     *
     * @return the connection
     */
    ReactivePgConnection connection();
}
