package io.pgnative.client;

/** A transaction, or a savepoint within one; see {@link PgTransaction}. */
public interface BlockingPgTransaction extends BlockingPgConnectionOperations {

    /** Commits, or releases the savepoint; see {@link PgTransaction#commit()}. */
    void commit();

    /** Rolls back, or returns to the savepoint. */
    void rollback();

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
    BlockingPgLargeObjects largeObjects();

    /**
     * The connection it runs on.
     *
     * @return the connection
     */
    BlockingPgConnection connection();
}
