package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTarget;
import io.pgnative.client.SqlState;
import io.pgnative.client.session.auth.Credentials;
import io.pgnative.client.session.auth.Login;
import io.pgnative.client.session.auth.LoginPolicy;
import io.pgnative.client.session.auth.ScramKeys;
import io.pgnative.client.session.tls.Leg;
import io.pgnative.client.session.tls.SecuredChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The opening of one session with one host, under one deadline: password, TCP, TLS, start-up. Tried again without TLS
 * or with it where {@code sslmode} says so, and once with a fresh password where the first one is refused and the
 * supplier has another one by now. On one event loop.
 */
final class Admission {

    /**
     * What all of them share.
     *
     * @param options where to connect to, and how
     * @param noticeHandler told of the notices of all sessions
     * @param queryLog what becomes of the queries of all sessions
     * @param connector opens the connections
     * @param cancelTurns of all cancel requests
     * @param descriptions what was learnt of statements
     * @param scramKeys derived before
     * @param loginWorkers where a login may wait for somebody else
     */
    record Ground(
            PgOptions options,
            Consumer<PgNotice> noticeHandler,
            QueryLog queryLog,
            SecureConnector connector,
            CancelTurns cancelTurns,
            StatementDescriptions descriptions,
            ScramKeys scramKeys,
            LoginWorkers loginWorkers) {

        /** The same for connections that go to another database, of which nothing has been learnt. */
        Ground at(PgTarget target) {
            return new Ground(
                    options.at(target),
                    noticeHandler,
                    queryLog,
                    connector,
                    cancelTurns,
                    descriptions.elsewhere(),
                    scramKeys,
                    loginWorkers);
        }
    }

    private final Ground ground;
    private final ContextInternal context;
    private final PgHost host;
    private final Duration limit;
    private final long deadlineNanos;
    private final Promise<Session> admitted;
    private volatile String phase = "while the password was being fetched";
    private boolean refreshed;
    private @Nullable PgSession session;
    private @Nullable Startup startup;

    /**
     * Makes one.
     *
     * @param context on whose loop the session is to live
     * @param limit of the whole
     */
    Admission(Ground ground, ContextInternal context, PgHost host, Duration limit) {
        this.ground = ground;
        this.context = context;
        this.host = host;
        this.limit = limit;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
        this.admitted = context.promise();
    }

    /** Begins; the session, or why there is none. */
    Future<Session> begin() {
        ScheduledFuture<?> deadline =
                context.nettyEventLoop().schedule(this::expired, limit.toMillis(), TimeUnit.MILLISECONDS);
        admitted.future().onComplete(done -> deadline.cancel(false));
        credentials()
                .onSuccess(found -> attempt(found, Leg.first(options().tls().mode(), host.isUnixSocket())))
                .onFailure(admitted::tryFail);
        return admitted.future();
    }

    private PgOptions options() {
        return ground.options();
    }

    // ---------------------------------------------------------------- who we are

    private Future<Credentials> credentials() {
        return password().compose(password -> token().map(
                        token -> new Credentials(options().user(), password.orElse(null), token.orElse(null))));
    }

    private Future<Optional<String>> password() {
        PasswordSource source = options().password();
        if (source == null) {
            return context.succeededFuture(Optional.empty());
        }
        Promise<@Nullable String> password = context.promise();
        try {
            source.password(host).onComplete(password);
        } catch (RuntimeException e) {
            password.fail(e);
        }
        return password.future()
                .map(Optional::ofNullable)
                .recover(cause ->
                        Future.failedFuture(new PgConnectException("the password supplier has failed", cause)));
    }

    private Future<Optional<String>> token() {
        Supplier<@Nullable String> supplier = options().authentication().oauthToken();
        if (supplier == null) {
            return context.succeededFuture(Optional.empty());
        }
        return context.executeBlockingInternal(() -> Optional.ofNullable(supplier.get()))
                .recover(cause -> Future.failedFuture(new PgConnectException("the token supplier has failed", cause)));
    }

    // ---------------------------------------------------------------- attempts

    private void attempt(Credentials credentials, Leg leg) {
        if (admitted.future().isComplete()) {
            return;
        }
        PgChannelHandler handler = new PgChannelHandler();
        ground.connector()
                .connect(context, host, leg, left(), handler, doing -> phase = doing)
                .onSuccess(secured -> start(secured, handler, credentials, leg))
                .onFailure(cause -> failed(cause, credentials, leg, false, false));
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
    }

    private void start(SecuredChannel secured, PgChannelHandler handler, Credentials credentials, Leg leg) {
        if (admitted.future().isComplete()) {
            secured.channel().close();
            return;
        }
        LoginPolicy policy = new LoginPolicy(
                options().authentication(), secured.security(), options().maxScramIterations());
        try {
            policy.requireBindable();
            secured.security().requireCertificate(options().tls().certMode());
        } catch (PgConnectException e) {
            secured.channel().close();
            admitted.tryFail(e);
            return;
        }
        boolean encrypted = secured.security().encrypted();
        PgSession opened = new PgSession(
                context,
                host,
                options(),
                ground.noticeHandler(),
                ground.queryLog(),
                new CancelRequester(ground.connector(), ground.cancelTurns(), reached(secured), encrypted),
                ground.descriptions(),
                handler,
                secured.channel());
        session = opened;
        handler.session(opened);
        Login login = new Login(credentials, host, policy, ground.scramKeys());
        Promise<Session> established = context.promise();
        established
                .future()
                .onSuccess(admitted::tryComplete)
                .onFailure(cause -> failed(cause, credentials, leg, encrypted, login.hasToldSecret()));
        Startup begun = new Startup(opened, host, options(), login, handler, ground.loginWorkers(), established);
        startup = begun;
        opened.send(begun);
    }

    /** The host with the address that it was reached at, which its name may have another one of by the next time. */
    private PgHost reached(SecuredChannel secured) {
        return secured.channel().channel().remoteAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? new PgHost(host.name(), host.port(), address.getAddress().getHostAddress())
                : host;
    }

    private void failed(Throwable cause, Credentials credentials, Leg leg, boolean encrypted, boolean toldSecret) {
        session = null;
        startup = null;
        if (admitted.future().isComplete()) {
            return;
        }
        Optional<Leg> next =
                toldSecret ? Optional.empty() : leg.next(options().tls().mode(), host.isUnixSocket(), cause, encrypted);
        if (next.isPresent()) {
            attempt(credentials, next.get());
        } else if (toldSecret && isRefusal(cause) && !refreshed) {
            refreshed = true;
            phase = "while a fresh password was being fetched";
            credentials()
                    .onSuccess(fresh -> {
                        if (fresh.equals(credentials)) {
                            admitted.tryFail(cause);
                        } else {
                            attempt(fresh, leg);
                        }
                    })
                    .onFailure(admitted::tryFail);
        } else {
            admitted.tryFail(cause);
        }
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof PgServerException error
                && (SqlState.INVALID_PASSWORD.equals(error.sqlState())
                        || SqlState.INVALID_AUTHORIZATION_SPECIFICATION.equals(error.sqlState()));
    }

    private void expired() {
        Startup started = startup;
        PgConnectException late = new PgConnectException("no connection to " + host + " within " + limit.toMillis()
                + " ms: the time ran out " + (started == null ? phase : started.phase()));
        admitted.tryFail(late);
        PgSession opened = session;
        if (opened != null) {
            opened.end(late);
        }
    }
}
