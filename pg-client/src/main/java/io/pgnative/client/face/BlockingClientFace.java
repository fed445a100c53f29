package io.pgnative.client.face;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Pool;
import io.pgnative.client.type.ClientTypes;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client, for the blocking face. */
final class BlockingClientFace extends BlockingOperations implements BlockingPgClient {

    private final Pool pool;
    private final ClientTypes types;
    private final long timeoutNanos;

    BlockingClientFace(Pool pool, Verbs verbs, ClientTypes types) {
        super(verbs);
        this.pool = pool;
        this.types = types;
        this.timeoutNanos = verbs.timeoutNanos();
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(
            TransactionOptions options, Function<BlockingPgTransaction, T> work) {
        return BlockingScopes.withConnection(
                pool,
                null,
                timeoutNanos,
                false,
                borrowed -> BlockingScopes.inTransaction(
                        borrowed, options, transaction -> work.apply(new BlockingTransactionFace(transaction))));
    }

    @Override
    public <T extends @Nullable Object> T withConnection(Function<BlockingPgConnection, T> work) {
        return withConnectionWithin(null, work);
    }

    @Override
    public <T extends @Nullable Object> T withConnection(Duration timeout, Function<BlockingPgConnection, T> work) {
        return withConnectionWithin(Verbs.checkTimeout(timeout), work);
    }

    private <T extends @Nullable Object> T withConnectionWithin(
            @Nullable Duration timeout, Function<BlockingPgConnection, T> work) {
        return BlockingScopes.withConnection(
                pool, timeout, timeoutNanos, true, borrowed -> work.apply(new BlockingConnectionFace(borrowed)));
    }

    @Override
    public BlockingPgConnection acquire() {
        return new BlockingConnectionFace(BlockingScopes.borrow(pool, null, timeoutNanos));
    }

    @Override
    public BlockingPgConnection acquire(Duration timeout) {
        return new BlockingConnectionFace(BlockingScopes.borrow(pool, Verbs.checkTimeout(timeout), timeoutNanos));
    }

    @Override
    public void reloadTypes() {
        types.forgetAll();
    }
}
