package io.pgnative.spring.boot.transaction;

import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgTransaction;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

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

    /**
     * Leaves a context, if it is what is bound there: where a subscriber cancels in a transaction that has suspended
     * this one, both end at the same time, in any order.
     */
    void unbind(TransactionSynchronizationManager context, SpringTransactionScope scope) {
        if (context.getResource(scope) == this) {
            context.unbindResource(scope);
        }
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
