package io.pgnative.client.face;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgLargeObjects;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.TransactionOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A transaction, for the blocking face. */
final class BlockingTransactionFace extends BlockingConnectionOperations
        implements BlockingPgTransaction, TransactionHolder {

    private final Transaction transaction;

    BlockingTransactionFace(Transaction transaction) {
        super(transaction);
        this.transaction = transaction;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(
            TransactionOptions options, Function<BlockingPgTransaction, T> work) {
        return BlockingScopes.inTransaction(
                transaction, options, inner -> work.apply(new BlockingTransactionFace(inner)));
    }

    @Override
    public BlockingPgLargeObjects largeObjects() {
        return new BlockingLargeObjects(new LargeObjects(transaction.verbs()));
    }

    @Override
    public void commit() {
        Waiting.check();
        Waiting.awaitEnd(transaction.commitByUser(null));
    }

    @Override
    public void rollback() {
        Waiting.check();
        Waiting.awaitEnd(transaction.rollbackByUser(null));
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
    public BlockingPgConnection connection() {
        return new BlockingConnectionFace(transaction.connection());
    }
}
