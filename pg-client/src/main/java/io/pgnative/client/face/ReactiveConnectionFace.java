package io.pgnative.client.face;

import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgCodec;
import io.pgnative.client.PgException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgTransaction;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.ChannelNames;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A connection, for the Reactor face. */
final class ReactiveConnectionFace extends ReactiveConnectionOperations implements ReactivePgConnection {

    private final Borrowed borrowed;

    ReactiveConnectionFace(Borrowed borrowed) {
        super(borrowed);
        this.borrowed = borrowed;
    }

    @Override
    public <T> Mono<T> inTransaction(TransactionOptions options, Function<ReactivePgTransaction, Mono<T>> work) {
        return ReactiveScopes.inTransaction(
                borrowed, options, transaction -> work.apply(new ReactiveTransactionFace(transaction)));
    }

    @Override
    public Mono<ReactivePgTransaction> begin(TransactionOptions options) {
        return ReactiveVerbs.value(borrowed.observing(), () -> borrowed.begin(Contexts.ofCaller(), options, false))
                .map(ReactiveTransactionFace::new);
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
    public Mono<Void> setTypeCodec(String typeName, PgCodec<?> codec) {
        return choose(typeName, TypeChoice.codec(codec));
    }

    @Override
    public Mono<Void> setBuiltinTypeCodec(String typeName, String codecName) {
        return choose(typeName, TypeChoice.builtin(codecName));
    }

    @Override
    public Mono<Void> resetTypeCodec(String typeName) {
        return choose(typeName, null);
    }

    private Mono<Void> choose(String typeName, @Nullable TypeChoice choice) {
        return ReactiveVerbs.done(() -> borrowed.verbs()
                .typeCodec(Contexts.ofCaller(), typeName, choice)
                .future()
                .mapEmpty());
    }

    @Override
    public void reloadTypes() {
        borrowed.lease().session().types().reload();
    }

    @Override
    public Mono<PgRegistration> listen(String channel, NotificationListener listener) {
        ChannelNames.check(channel);
        return ReactiveVerbs.mono(borrowed.verbs(), () -> {
            ContextInternal context = Contexts.ofCaller();
            return borrowed.verbs().listen(context, channel, listener, context);
        });
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
    public Mono<Void> cancel() {
        return ReactiveVerbs.done(() ->
                Contexts.on(Contexts.ofCaller(), borrowed.lease().session().cancelRunning()));
    }

    @Override
    public ReactivePgConnection queryTimeout(Duration timeout) {
        return new ReactiveConnectionFace(borrowed.queryTimeout(timeout));
    }

    @Override
    public Mono<Void> reset() {
        return ReactiveVerbs.done(() -> borrowed.reset(Contexts.ofCaller()));
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
    public Mono<Void> close() {
        return ReactiveVerbs.done(() -> borrowed.release(Contexts.ofCaller(), true));
    }
}
