package io.pgnative.client.face;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgCodec;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.Session;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection, for the blocking face. */
final class BlockingConnectionFace extends BlockingConnectionOperations implements BlockingPgConnection {

    private final Borrowed borrowed;

    BlockingConnectionFace(Borrowed borrowed) {
        super(borrowed);
        this.borrowed = borrowed;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(
            TransactionOptions options, Function<BlockingPgTransaction, T> work) {
        return BlockingScopes.inTransaction(
                borrowed, options, transaction -> work.apply(new BlockingTransactionFace(transaction)));
    }

    @Override
    public BlockingPgTransaction begin(TransactionOptions options) {
        Waiting.check();
        return new BlockingTransactionFace(Waiting.awaitEnd(borrowed.begin(null, options, false)));
    }

    @Override
    public Map<String, String> settings() {
        return session().settings();
    }

    @Override
    public ServerVersion serverVersion() {
        return session().serverVersion();
    }

    @Override
    public int processId() {
        return session().processId();
    }

    @Override
    public TransactionStatus transactionStatus() {
        return session().transactionStatus();
    }

    private Session session() {
        try {
            return borrowed.lease().session();
        } catch (PgMisuseException givenBack) {
            throw Waiting.traced(givenBack);
        }
    }

    @Override
    public void setTypeCodec(String typeName, PgCodec<?> codec) {
        choose(typeName, TypeChoice.codec(codec));
    }

    @Override
    public void setBuiltinTypeCodec(String typeName, String codecName) {
        choose(typeName, TypeChoice.builtin(codecName));
    }

    @Override
    public void resetTypeCodec(String typeName) {
        choose(typeName, null);
    }

    private void choose(String typeName, @Nullable TypeChoice choice) {
        Waiting.check();
        Waiting.await(borrowed.verbs().typeCodec(null, typeName, choice));
    }

    @Override
    public void reloadTypes() {
        session().types().reload();
    }

    @Override
    public PgRegistration listen(String channel, NotificationListener listener) {
        Waiting.check();
        return Waiting.await(borrowed.verbs().listen(null, channel, listener, forHandlers()));
    }

    @Override
    public PgRegistration onNotice(Consumer<? super PgNotice> handler) {
        return borrowed.onNotice(forHandlers(), handler);
    }

    @Override
    public PgRegistration onClose(Consumer<? super @Nullable PgException> handler) {
        return borrowed.onClose(forHandlers(), handler);
    }

    @Override
    public PgRegistration onQuery(Consumer<? super QueryEvent> handler) {
        return borrowed.onQuery(forHandlers(), handler);
    }

    private ContextInternal forHandlers() {
        return Contexts.forBlockingHandlers(session().context().owner());
    }

    @Override
    public void cancel() {
        Waiting.check();
        Waiting.awaitEnd(session().cancelRunning());
    }

    @Override
    public BlockingPgConnection queryTimeout(Duration timeout) {
        return new BlockingConnectionFace(borrowed.queryTimeout(timeout));
    }

    @Override
    public void reset() {
        Waiting.check();
        Waiting.awaitEnd(borrowed.reset(null));
    }

    @Override
    public void abort() {
        borrowed.abort();
    }

    @Override
    public boolean isClosed() {
        return !borrowed.lease().isOpen();
    }

    @Override
    public void close() {
        Waiting.check();
        Waiting.awaitEnd(borrowed.release(null, true));
    }
}
