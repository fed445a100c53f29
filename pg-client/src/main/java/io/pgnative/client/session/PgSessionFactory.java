package io.pgnative.client.session;

import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.session.auth.ScramKeys;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens sessions with one of the servers that the options name. */
public final class PgSessionFactory implements SessionFactory {

    private final Admission.Ground ground;

    /** Null when all connections go where the options say. */
    private final @Nullable LiveTarget target;

    /**
     * Makes one.
     *
     * @param vertx whose event loops the sessions live on
     * @param options where to connect to, and how
     * @param types the codecs of parameters and columns
     * @param noticeHandler told of the notices of all sessions
     * @param queryListener told of what runs on all sessions; null for nobody
     */
    public PgSessionFactory(
            VertxInternal vertx,
            PgOptions options,
            ClientTypes types,
            Consumer<PgNotice> noticeHandler,
            @Nullable Consumer<? super QueryEvent> queryListener) {
        this(vertx, options, types, noticeHandler, queryListener, new ScramKeys(), new ClientListeners());
    }

    /**
     * Makes one.
     *
     * @param vertx whose event loops the sessions live on
     * @param options where to connect to, and how
     * @param types the codecs of parameters and columns
     * @param noticeHandler told of the notices of all sessions
     * @param queryListener told of what runs on all sessions; null for nobody
     * @param clientListeners told the figures of what runs on all sessions
     */
    public PgSessionFactory(
            VertxInternal vertx,
            PgOptions options,
            ClientTypes types,
            Consumer<PgNotice> noticeHandler,
            @Nullable Consumer<? super QueryEvent> queryListener,
            ClientListeners clientListeners) {
        this(vertx, options, types, noticeHandler, queryListener, new ScramKeys(), clientListeners);
    }

    PgSessionFactory(
            VertxInternal vertx,
            PgOptions options,
            ClientTypes types,
            Consumer<PgNotice> noticeHandler,
            @Nullable Consumer<? super QueryEvent> queryListener,
            ScramKeys scramKeys) {
        this(vertx, options, types, noticeHandler, queryListener, scramKeys, new ClientListeners());
    }

    private PgSessionFactory(
            VertxInternal vertx,
            PgOptions options,
            ClientTypes types,
            Consumer<PgNotice> noticeHandler,
            @Nullable Consumer<? super QueryEvent> queryListener,
            ScramKeys scramKeys,
            ClientListeners clientListeners) {
        this.ground = new Admission.Ground(
                options,
                noticeHandler,
                new QueryLog(options, queryListener, clientListeners),
                new SecureConnector(new SocketConnector(vertx, options.tcp()), options.tls()),
                new CancelTurns(),
                new StatementDescriptions(options.statementCache().maxLifetime(), types),
                scramKeys,
                new LoginWorkers(vertx, options.pool().name()));
        this.target = options.target() == null ? null : new LiveTarget(ground, options.target());
    }

    @Override
    public Future<Session> open(ContextInternal context) {
        return new Opening(ground, target, context).begin();
    }

    @Override
    public Future<Void> close() {
        return Future.join(ground.connector().close(), ground.loginWorkers().close())
                .mapEmpty();
    }
}
