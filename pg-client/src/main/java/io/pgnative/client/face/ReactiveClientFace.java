package io.pgnative.client.face;

import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgTransaction;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Pool;
import io.pgnative.client.pool.Subscriber;
import io.pgnative.client.session.ChannelNames;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A client, for the Reactor face. */
final class ReactiveClientFace extends ReactiveOperations implements ReactivePgClient {

    private final Pool pool;
    private final Subscriber subscriber;
    private final ClientTypes types;
    private final Verbs verbs;

    private ReactiveClientFace(Pool pool, Subscriber subscriber, Verbs verbs, ClientTypes types) {
        super(verbs);
        this.pool = pool;
        this.subscriber = subscriber;
        this.types = types;
        this.verbs = verbs;
    }

    static ReactivePgClient of(Pool pool, Subscriber subscriber, Verbs verbs, ClientTypes types) {
        return new ReactiveClientFace(pool, subscriber, verbs, types);
    }

    @Override
    public <T> Mono<T> inTransaction(TransactionOptions options, Function<ReactivePgTransaction, Mono<T>> work) {
        Function<Transaction, Mono<T>> begun = transaction -> work.apply(new ReactiveTransactionFace(transaction));
        return atEdge(surrounding -> surrounding != null
                ? ReactiveScopes.inTransaction(surrounding, options, begun)
                : ReactiveScopes.withConnection(
                        borrow(null), false, borrowed -> ReactiveScopes.inTransaction(borrowed, options, begun)));
    }

    @Override
    public <T> Mono<T> withConnection(Function<ReactivePgConnection, Mono<T>> work) {
        return withConnectionWithin(null, work);
    }

    @Override
    public <T> Mono<T> withConnection(Duration timeout, Function<ReactivePgConnection, Mono<T>> work) {
        return withConnectionWithin(Verbs.checkTimeout(timeout), work);
    }

    private <T> Mono<T> withConnectionWithin(@Nullable Duration timeout, Function<ReactivePgConnection, Mono<T>> work) {
        return atEdge(surrounding -> ReactiveScopes.withConnection(
                connection(surrounding, timeout), true, borrowed -> work.apply(new ReactiveConnectionFace(borrowed))));
    }

    @Override
    public Mono<ReactivePgConnection> acquire() {
        return acquireWithin(null);
    }

    @Override
    public Mono<ReactivePgConnection> acquire(Duration timeout) {
        return acquireWithin(Verbs.checkTimeout(timeout));
    }

    private Mono<ReactivePgConnection> acquireWithin(@Nullable Duration timeout) {
        return atEdge(surrounding -> connection(surrounding, timeout).map(ReactiveConnectionFace::new));
    }

    /** That of the surrounding transaction, or else one of its own. */
    private Mono<Borrowed> connection(@Nullable Transaction surrounding, @Nullable Duration acquireTimeout) {
        return surrounding != null ? Mono.fromSupplier(() -> Borrowed.joined(surrounding)) : borrow(acquireTimeout);
    }

    private Mono<Borrowed> borrow(@Nullable Duration acquireTimeout) {
        return ReactiveScopes.lease(pool, acquireTimeout).map(lease -> new Borrowed(lease, verbs.timeoutNanos()));
    }

    /** Begins for each subscriber, in the transaction that surrounds it. */
    private <T> Mono<T> atEdge(Function<@Nullable Transaction, Mono<T>> start) {
        Edge edge = verbs.edge();
        return edge == null
                ? start.apply(null)
                : ReactiveEdge.failures(
                        verbs, Mono.deferContextual(context -> start.apply(ReactiveEdge.transaction(edge, context))));
    }

    @Override
    public Mono<PgRegistration> listen(String channel, NotificationListener listener) {
        ChannelNames.check(channel);
        Objects.requireNonNull(listener, "listener must not be null");
        return ReactiveEdge.failures(verbs, Mono.create(sink -> {
            ContextInternal context = Contexts.ofCaller();
            AtomicBoolean isTaken = new AtomicBoolean();
            var registration = subscriber.listen(context, List.of(channel), listener, context);
            registration.onComplete((registered, failure) -> {
                if (failure != null) {
                    sink.error(failure);
                } else if (isTaken.compareAndSet(false, true)) {
                    sink.success(registered);
                } else {
                    registered.close();
                }
            });
            sink.onCancel(() -> isTaken.set(true));
        }));
    }

    @Override
    public Flux<Notification> listen(ListenOptions options) {
        return JdkFlowAdapter.flowPublisherToFlux(verbs.failures(new NotificationPublisher(subscriber, options)));
    }

    @Override
    public void reloadTypes() {
        types.forgetAll();
    }
}
