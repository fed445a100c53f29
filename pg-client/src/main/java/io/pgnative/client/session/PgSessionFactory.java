package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens sessions with one server. */
public final class PgSessionFactory implements SessionFactory {

    private final PgOptions options;
    private final Consumer<PgNotice> noticeHandler;
    private final SocketConnector connector;
    private final CancelRequester cancelRequester;
    private final ScramKeys scramKeys;
    private final StatementDescriptions descriptions;

    /**
     * Makes one.
     *
     * @param vertx whose event loops the sessions live on
     * @param options where to connect to, and how
     * @param types the codecs of parameters and columns
     * @param noticeHandler told of the notices of all sessions
     */
    public PgSessionFactory(
            VertxInternal vertx, PgOptions options, ClientTypes types, Consumer<PgNotice> noticeHandler) {
        this(vertx, options, types, noticeHandler, new ScramKeys());
    }

    PgSessionFactory(
            VertxInternal vertx,
            PgOptions options,
            ClientTypes types,
            Consumer<PgNotice> noticeHandler,
            ScramKeys scramKeys) {
        this.scramKeys = scramKeys;
        this.options = options;
        this.noticeHandler = noticeHandler;
        this.descriptions = new StatementDescriptions(options.statementCache().maxLifetime(), types);
        this.connector = new SocketConnector(vertx);
        this.cancelRequester = new CancelRequester(connector);
    }

    @Override
    public Future<Session> open(ContextInternal context) {
        Promise<Session> established = context.promise();
        Attempt attempt = new Attempt(context, established);
        attempt.begin();
        return established.future();
    }

    @Override
    public Future<Void> close() {
        return connector.close();
    }

    /** The opening of one session, under one deadline. */
    private final class Attempt {

        private final ContextInternal context;
        private final PgHost host = options.hosts().get(0);
        private final Promise<Session> established;
        private volatile String phase = "while the password was being fetched";
        private @Nullable PgSession session;
        private @Nullable Startup startup;

        Attempt(ContextInternal context, Promise<Session> established) {
            this.context = context;
            this.established = established;
        }

        void begin() {
            ScheduledFuture<?> deadline = context.nettyEventLoop()
                    .schedule(this::expired, options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            established.future().onComplete(done -> deadline.cancel(false));
            password()
                    .onSuccess(this::connect)
                    .onFailure(cause ->
                            established.tryFail(new PgConnectException("the password supplier has failed", cause)));
        }

        /** Suppliers may ask a vault or read a file. */
        private Future<Optional<String>> password() {
            PasswordSource source = options.password();
            if (source == null) {
                return context.succeededFuture(Optional.empty());
            }
            Promise<@Nullable String> password = context.promise();
            try {
                source.password(host).onComplete(password);
            } catch (RuntimeException e) {
                password.fail(e);
            }
            return password.future().map(Optional::ofNullable);
        }

        private void connect(Optional<String> password) {
            if (established.future().isComplete()) {
                return;
            }
            phase = "while the TCP connection was being opened";
            PgChannelHandler handler = new PgChannelHandler();
            connector
                    .connect(context, host.name(), host.port(), options.connectTimeout(), handler)
                    .onSuccess(channel -> {
                        if (established.future().isComplete()) {
                            channel.close();
                            return;
                        }
                        PgSession opened = new PgSession(
                                context, host, options, noticeHandler, cancelRequester, descriptions, handler, channel);
                        session = opened;
                        handler.session(opened);
                        startup = new Startup(opened, host, options, password.orElse(null), scramKeys, established);
                        opened.send(startup);
                    })
                    .onFailure(established::tryFail);
        }

        private void expired() {
            Startup started = startup;
            PgConnectException late = new PgConnectException("no connection to " + host + " within "
                    + options.connectTimeout().toMillis() + " ms: the time ran out "
                    + (started == null ? phase : started.phase()));
            established.tryFail(late);
            PgSession opened = session;
            if (opened != null) {
                opened.end(late);
            }
        }
    }
}
