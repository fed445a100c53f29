package io.pgnative.client.face;

import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgLargeObjects;
import io.pgnative.client.ReactivePgTransaction;
import io.pgnative.client.TransactionOptions;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A transaction, for the Reactor face. */
final class ReactiveTransactionFace extends ReactiveConnectionOperations
        implements ReactivePgTransaction, TransactionHolder {

    private final Transaction transaction;

    ReactiveTransactionFace(Transaction transaction) {
        super(transaction);
        this.transaction = transaction;
    }

    @Override
    public <T> Mono<T> inTransaction(TransactionOptions options, Function<ReactivePgTransaction, Mono<T>> work) {
        return ReactiveScopes.inTransaction(
                transaction, options, inner -> work.apply(new ReactiveTransactionFace(inner)));
    }

    @Override
    public ReactivePgLargeObjects largeObjects() {
        return new ReactiveLargeObjects(new LargeObjects(transaction.verbs()));
    }

    @Override
    public Mono<Void> commit() {
        return ReactiveVerbs.done(() -> transaction.commitByUser(Contexts.ofCaller()));
    }

    @Override
    public Mono<Void> rollback() {
        return ReactiveVerbs.done(() -> transaction.rollbackByUser(Contexts.ofCaller()));
    }

    @Override
    public Transaction transaction() {
        return transaction;
    }

    @Override
    public void setRollbackOnly() {
        transaction.setRollbackOnly();
    }

    @Override
    public boolean isActive() {
        return transaction.isActive();
    }

    @Override
    public ReactivePgConnection connection() {
        return new ReactiveConnectionFace(transaction.connection());
    }
}
