package io.pgnative.client.face;

import io.pgnative.client.PgConnection;
import io.pgnative.client.PgLargeObjects;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.TransactionOptions;
import io.vertx.core.Future;
import java.util.function.Function;

/** A transaction, for the face of futures. */
final class TransactionFace extends FutureConnectionOperations implements PgTransaction, TransactionHolder {

    private final Transaction transaction;

    TransactionFace(Transaction transaction) {
        super(transaction);
        this.transaction = transaction;
    }

    @Override
    public <T> Future<T> inTransaction(TransactionOptions options, Function<PgTransaction, Future<T>> work) {
        return FutureScopes.inTransaction(
                Contexts.ofCaller(), transaction, options, inner -> work.apply(new TransactionFace(inner)));
    }

    @Override
    public PgLargeObjects largeObjects() {
        return new FutureLargeObjects(new LargeObjects(transaction.verbs()));
    }

    @Override
    public Future<Void> commit() {
        return transaction.commitByUser(Contexts.ofCaller());
    }

    @Override
    public Future<Void> rollback() {
        return transaction.rollbackByUser(Contexts.ofCaller());
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
    public PgConnection connection() {
        return new ConnectionFace(transaction.connection());
    }
}
