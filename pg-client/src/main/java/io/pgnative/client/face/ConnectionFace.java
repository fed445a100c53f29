package io.pgnative.client.face;

import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgCodec;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection, for the face of futures. */
final class ConnectionFace extends FutureConnectionOperations implements PgConnection {

    private final Borrowed borrowed;

    ConnectionFace(Borrowed borrowed) {
        super(borrowed);
        this.borrowed = borrowed;
    }

    @Override
    public <T> Future<T> inTransaction(TransactionOptions options, Function<PgTransaction, Future<T>> work) {
        return FutureScopes.inTransaction(
                Contexts.ofCaller(), borrowed, options, transaction -> work.apply(new TransactionFace(transaction)));
    }

    @Override
    public Future<PgTransaction> begin(TransactionOptions options) {
        return borrowed.begin(Contexts.ofCaller(), options, false).map(TransactionFace::new);
    }

    @Override
    public Map<String, String> settings() {
        return borrowed.lease().session().settings();
    }

    @Override
    public ServerVersion serverVersion() {
        return borrowed.lease().session().serverVersion();
    }

    @Override
    public int processId() {
        return borrowed.lease().session().processId();
    }

    @Override
    public TransactionStatus transactionStatus() {
        return borrowed.lease().session().transactionStatus();
    }

    @Override
    public Future<Void> setTypeCodec(String typeName, PgCodec<?> codec) {
        return choose(typeName, TypeChoice.codec(codec));
    }

    @Override
    public Future<Void> setBuiltinTypeCodec(String typeName, String codecName) {
        return choose(typeName, TypeChoice.builtin(codecName));
    }

    @Override
    public Future<Void> resetTypeCodec(String typeName) {
        return choose(typeName, null);
    }

    private Future<Void> choose(String typeName, @Nullable TypeChoice choice) {
        return borrowed.verbs()
                .typeCodec(Contexts.ofCaller(), typeName, choice)
                .future()
                .mapEmpty();
    }

    @Override
    public void reloadTypes() {
        borrowed.lease().session().types().reload();
    }

    @Override
    public Future<PgRegistration> listen(String channel, NotificationListener listener) {
        ContextInternal context = Contexts.ofCaller();
        return borrowed.verbs().listen(context, channel, listener, context).future();
    }

    @Override
    public PgRegistration onNotice(Consumer<? super PgNotice> handler) {
        return borrowed.onNotice(Contexts.ofCaller(), handler);
    }

    @Override
    public PgRegistration onClose(Consumer<? super @Nullable PgException> handler) {
        return borrowed.onClose(Contexts.ofCaller(), handler);
    }

    @Override
    public PgRegistration onQuery(Consumer<? super QueryEvent> handler) {
        return borrowed.onQuery(Contexts.ofCaller(), handler);
    }

    @Override
    public Future<Void> cancel() {
        @Nullable ContextInternal context = Contexts.ofCaller();
        try {
            return Contexts.on(context, borrowed.lease().session().cancelRunning());
        } catch (PgMisuseException givenBack) {
            return Contexts.failed(context, givenBack);
        }
    }

    @Override
    public PgConnection queryTimeout(Duration timeout) {
        return new ConnectionFace(borrowed.queryTimeout(timeout));
    }

    @Override
    public Future<Void> reset() {
        return borrowed.reset(Contexts.ofCaller());
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
    public Future<Void> close() {
        return borrowed.release(Contexts.ofCaller(), true);
    }
}
