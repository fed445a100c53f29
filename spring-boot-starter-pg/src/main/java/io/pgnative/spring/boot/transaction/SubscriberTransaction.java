package io.pgnative.spring.boot.transaction;

import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgTransaction;
import java.util.concurrent.atomic.AtomicInteger;

/** What is bound to the context of subscribers while they have a transaction. Used by one thread at a time. */
final class SubscriberTransaction {

    private final ReactivePgConnection connection;
    private final ReactivePgTransaction transaction;
    private final AtomicInteger savepoints = new AtomicInteger();
    private volatile boolean isRollbackOnly;

    SubscriberTransaction(ReactivePgConnection connection, ReactivePgTransaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    ReactivePgConnection connection() {
        return connection;
    }

    ReactivePgTransaction transaction() {
        return transaction;
    }

    String newSavepoint() {
        return Definitions.savepoint(savepoints.incrementAndGet());
    }

    /** Whether somebody who takes part has failed. */
    boolean isRollbackOnly() {
        return isRollbackOnly;
    }

    void setRollbackOnly(boolean rollbackOnly) {
        this.isRollbackOnly = rollbackOnly;
    }
}
