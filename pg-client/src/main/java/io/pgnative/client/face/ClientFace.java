package io.pgnative.client.face;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.ListenStatistics;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgJson;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.PgTransactionScope;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.TrafficStatistics;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Pool;
import io.pgnative.client.pool.PoolHooks;
import io.pgnative.client.pool.SignOfLife;
import io.pgnative.client.pool.Subscriber;
import io.pgnative.client.session.ChannelNames;
import io.pgnative.client.session.ClientListeners;
import io.pgnative.client.session.Observing;
import io.pgnative.client.session.PgSessionFactory;
import io.pgnative.client.session.SessionFactory;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client, for the face of futures; the other faces are made of it. */
public final class ClientFace extends FutureOperations implements PgClient {

    private final PgOptions options;
    private final ClientTypes types;
    private final Pool pool;
    private final Subscriber subscriber;
    private final SignOfLife signOfLife;
    private final Verbs verbs;

    private ClientFace(
            PgOptions options,
            ClientTypes types,
            Pool pool,
            Subscriber subscriber,
            SignOfLife signOfLife,
            Verbs verbs) {
        super(verbs);
        this.signOfLife = signOfLife;
        this.types = types;
        this.options = options;
        this.pool = pool;
        this.subscriber = subscriber;
        this.verbs = verbs;
    }

    /**
     * Makes a client.
     *
     * @param vertx whose event loops the connections live on
     * @param options checked
     * @param types the codecs of parameters and columns
     * @param noticeHandler told of the notices of all connections
     * @param queryListener told of what runs on all connections; null for nobody
     * @param queryObserver told of the calls that are made; null for nobody
     * @param onConnect done once with each connection, one after the other, by what each is called in messages
     * @param onAcquire done with a connection each time it is taken from the pool, likewise
     * @param edge what surrounds the calls; null for nothing
     * @return a client; the minimum of idle connections is being opened
     */
    public static PgClient create(
            Vertx vertx,
            PgOptions options,
            ClientTypes types,
            Consumer<PgNotice> noticeHandler,
            @Nullable Consumer<? super QueryEvent> queryListener,
            @Nullable QueryObserver queryObserver,
            Map<String, Function<PgConnection, Future<?>>> onConnect,
            Map<String, Function<PgConnection, Future<?>>> onAcquire,
            @Nullable Edge edge) {
        long timeoutNanos = Verbs.limitNanos(options.queryTimeout());
        ClientListeners listeners = new ClientListeners();
        return create(
                vertx,
                options,
                types,
                new PgSessionFactory((VertxInternal) vertx, options, types, noticeHandler, queryListener, listeners),
                new PoolHooks(
                        hooks(onConnect, timeoutNanos),
                        hooks(onAcquire, timeoutNanos),
                        Observing.of(queryObserver, options)),
                listeners,
                edge);
    }

    private static List<PoolHooks.Hook> hooks(Map<String, Function<PgConnection, Future<?>>> works, long timeoutNanos) {
        List<PoolHooks.Hook> hooks = new ArrayList<>(works.size());
        works.forEach((name, work) -> hooks.add(
                new PoolHooks.Hook(name, lease -> work.apply(new ConnectionFace(new Borrowed(lease, timeoutNanos))))));
        return List.copyOf(hooks);
    }

    /**
     * Makes a client of given sessions.
     *
     * @param vertx whose event loops the connections live on
     * @param options checked
     * @param types what the sessions learn
     * @param factory opens the sessions
     * @param hooks what is done with connections before they are used
     * @param listeners told how the client fares
     * @return a client; the minimum of idle connections is being opened
     */
    public static PgClient create(
            Vertx vertx,
            PgOptions options,
            ClientTypes types,
            SessionFactory factory,
            PoolHooks hooks,
            ClientListeners listeners) {
        return create(vertx, options, types, factory, hooks, listeners, null);
    }

    private static PgClient create(
            Vertx vertx,
            PgOptions options,
            ClientTypes types,
            SessionFactory factory,
            PoolHooks hooks,
            ClientListeners listeners,
            @Nullable Edge edge) {
        Pool pool = new Pool((VertxInternal) vertx, options.pool(), factory, hooks, listeners);
        Subscriber subscriber = new Subscriber((VertxInternal) vertx, options, factory);
        Verbs verbs = Verbs.of(pool, options.queryTimeout(), edge);
        SignOfLife signOfLife = new SignOfLife((VertxInternal) vertx, factory);
        ClientFace client = new ClientFace(options, types, pool, subscriber, signOfLife, verbs);
        pool.start();
        return client;
    }

    @Override
    public <T> Future<T> inTransaction(TransactionOptions transaction, Function<PgTransaction, Future<T>> work) {
        var context = Contexts.ofCaller();
        Transaction surrounding = verbs.surrounding();
        Function<Transaction, Future<T>> begun = inner -> work.apply(new TransactionFace(inner));
        return verbs.failures(
                surrounding != null
                        ? FutureScopes.inTransaction(context, surrounding, transaction, begun)
                        : FutureScopes.withConnection(
                                context,
                                pool,
                                null,
                                verbs.timeoutNanos(),
                                false,
                                borrowed -> FutureScopes.inTransaction(context, borrowed, transaction, begun)));
    }

    @Override
    public <T> Future<T> withConnection(Function<PgConnection, Future<T>> work) {
        return withConnectionWithin(null, work);
    }

    @Override
    public <T> Future<T> withConnection(Duration timeout, Function<PgConnection, Future<T>> work) {
        return withConnectionWithin(Verbs.checkTimeout(timeout), work);
    }

    private <T> Future<T> withConnectionWithin(@Nullable Duration timeout, Function<PgConnection, Future<T>> work) {
        ContextInternal context = Contexts.ofCaller();
        Transaction surrounding = verbs.surrounding();
        Function<Borrowed, Future<T>> onConnection = borrowed -> work.apply(new ConnectionFace(borrowed));
        return verbs.failures(
                surrounding != null
                        ? FutureScopes.withConnection(context, Borrowed.joined(surrounding), true, onConnection)
                        : FutureScopes.withConnection(
                                context, pool, timeout, verbs.timeoutNanos(), true, onConnection));
    }

    @Override
    public Future<PgConnection> acquire() {
        return acquireWithin(null);
    }

    @Override
    public Future<PgConnection> acquire(Duration timeout) {
        return acquireWithin(Verbs.checkTimeout(timeout));
    }

    private Future<PgConnection> acquireWithin(@Nullable Duration timeout) {
        ContextInternal context = Contexts.ofCaller();
        Transaction surrounding = verbs.surrounding();
        return verbs.failures(
                surrounding != null
                        ? Contexts.succeeded(context, new ConnectionFace(Borrowed.joined(surrounding)))
                        : pool.acquire(context, timeout)
                                .future()
                                .map(lease -> new ConnectionFace(new Borrowed(lease, verbs.timeoutNanos()))));
    }

    @Override
    public Future<PgRegistration> listen(String channel, NotificationListener listener) {
        ContextInternal context = Contexts.ofCaller();
        ChannelNames.check(channel);
        Objects.requireNonNull(listener, "listener must not be null");
        return verbs.failures(subscriber.listen(context, List.of(channel), listener, context));
    }

    @Override
    public Flow.Publisher<Notification> listen(ListenOptions listenOptions) {
        return verbs.failures(new NotificationPublisher(subscriber, listenOptions));
    }

    @Override
    public ListenStatistics listening() {
        return subscriber.statistics();
    }

    @Override
    public Future<Void> ping(Duration timeout) {
        ContextInternal context = Contexts.ofCaller();
        return verbs.failures(Contexts.on(context, signOfLife.ask(Verbs.checkTimeout(timeout))));
    }

    @Override
    public ReactivePgClient reactive() {
        if (!ReactorPresence.IS_PRESENT) {
            throw new PgMisuseException("reactive() needs io.projectreactor:reactor-core on the class path");
        }
        return ReactiveClientFace.of(pool, subscriber, verbs, types);
    }

    @Override
    public BlockingPgClient blocking() {
        return new BlockingClientFace(pool, subscriber, verbs, types);
    }

    @Override
    public void reloadTypes() {
        types.forgetAll();
    }

    @Override
    public void expireConnections() {
        pool.expireConnections();
    }

    @Override
    public @Nullable PgTransactionScope transactionScope() {
        Edge edge = verbs.edge();
        return edge == null ? null : edge.scope();
    }

    @Override
    public @Nullable PgJson json() {
        return types.mapper();
    }

    @Override
    public PgOptions options() {
        return options;
    }

    @Override
    public PoolStatistics statistics() {
        return pool.statistics();
    }

    @Override
    public TrafficStatistics traffic() {
        return pool.traffic(subscriber.notifications());
    }

    @Override
    public Future<List<ConnectionStatistics>> connections() {
        return Contexts.on(Contexts.ofCaller(), pool.connections());
    }

    @Override
    public PgRegistration addListener(PgClientListener listener) {
        return pool.addListener(Objects.requireNonNull(listener, "listener must not be null"));
    }

    @Override
    public void resize(int maxSize, int minIdle) {
        pool.resize(maxSize, minIdle);
    }

    @Override
    public void clearStatementCaches() {
        pool.clearStatements();
    }

    @Override
    public Future<Void> suspend(Duration grace) {
        signOfLife.suspend();
        return both(subscriber.suspend(), pool.suspend(grace));
    }

    @Override
    public void resume() {
        pool.resume();
        subscriber.resume();
        signOfLife.resume();
    }

    @Override
    public Future<Void> close() {
        return close(options.shutdownTimeout());
    }

    @Override
    public Future<Void> close(Duration grace) {
        signOfLife.close();
        return both(subscriber.close(), pool.close(grace));
    }

    private static Future<Void> both(Future<Void> listening, Future<Void> pooled) {
        return Contexts.on(Contexts.ofCaller(), Future.join(listening, pooled).mapEmpty());
    }
}
