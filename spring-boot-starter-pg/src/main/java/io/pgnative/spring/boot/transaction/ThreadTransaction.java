package io.pgnative.spring.boot.transaction;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;

/** What is bound to a thread while it has a transaction. */
final class ThreadTransaction {

    private final BlockingPgConnection connection;
    private final BlockingPgTransaction transaction;
    private int savepoints;
    private boolean isRollbackOnly;

    ThreadTransaction(BlockingPgConnection connection, BlockingPgTransaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    BlockingPgConnection connection() {
        return connection;
    }

    BlockingPgTransaction transaction() {
        return transaction;
    }

    String newSavepoint() {
        return Definitions.savepoint(++savepoints);
    }

    /** Whether somebody who takes part has failed. */
    boolean isRollbackOnly() {
        return isRollbackOnly;
    }

    void setRollbackOnly(boolean rollbackOnly) {
        this.isRollbackOnly = rollbackOnly;
    }
}
