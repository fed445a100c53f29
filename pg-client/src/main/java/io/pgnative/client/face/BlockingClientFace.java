package io.pgnative.client.face;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Pool;
import io.pgnative.client.pool.Subscriber;
import io.pgnative.client.session.ChannelNames;
import io.pgnative.client.type.ClientTypes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client, for the blocking face. */
final class BlockingClientFace extends BlockingOperations implements BlockingPgClient {

    private final Pool pool;
    private final Subscriber subscriber;
    private final ClientTypes types;
    private final Verbs verbs;

    BlockingClientFace(Pool pool, Subscriber subscriber, Verbs verbs, ClientTypes types) {
        super(verbs);
        this.pool = pool;
        this.subscriber = subscriber;
        this.types = types;
        this.verbs = verbs;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(
            TransactionOptions options, Function<BlockingPgTransaction, T> work) {
        Function<Transaction, T> begun = transaction -> work.apply(new BlockingTransactionFace(transaction));
        return verbs.calling(() -> {
            Transaction surrounding = verbs.surrounding();
            return surrounding != null
                    ? BlockingScopes.inTransaction(surrounding, options, begun)
                    : BlockingScopes.withConnection(
                            borrow(null), false, borrowed -> BlockingScopes.inTransaction(borrowed, options, begun));
        });
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
        return verbs.calling(() -> BlockingScopes.withConnection(
                connection(timeout), true, borrowed -> work.apply(new BlockingConnectionFace(borrowed))));
    }

    @Override
    public BlockingPgConnection acquire() {
        return verbs.calling(() -> new BlockingConnectionFace(connection(null)));
    }

    @Override
    public BlockingPgConnection acquire(Duration timeout) {
        Duration limit = Verbs.checkTimeout(timeout);
        return verbs.calling(() -> new BlockingConnectionFace(connection(limit)));
    }

    /** That of the surrounding transaction, or else one of its own. */
    private Borrowed connection(@Nullable Duration acquireTimeout) {
        Transaction surrounding = verbs.surrounding();
        return surrounding != null ? Borrowed.joined(surrounding) : borrow(acquireTimeout);
    }

    private Borrowed borrow(@Nullable Duration acquireTimeout) {
        return BlockingScopes.borrow(pool, acquireTimeout, verbs.timeoutNanos());
    }

    @Override
    public PgRegistration listen(String channel, NotificationListener listener) {
        Waiting.check();
        ChannelNames.check(channel);
        Objects.requireNonNull(listener, "listener must not be null");
        return verbs.calling(() -> Waiting.awaitWanted(
                subscriber.listen(null, List.of(channel), listener, Contexts.forBlockingHandlers(subscriber.vertx())),
                PgRegistration::close));
    }

    @Override
    public Stream<Notification> listen(ListenOptions options) {
        Waiting.check();
        return NotificationStream.open(subscriber, options);
    }

    @Override
    public void reloadTypes() {
        types.forgetAll();
    }
}
