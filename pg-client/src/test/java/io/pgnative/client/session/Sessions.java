package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ListenRecovery;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgTarget;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.Rows;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TargetSessionAttributes;
import io.pgnative.client.testing.Canaries;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens sessions and runs statements for tests. Each wait has an end. */
final class Sessions {

    /** A password that must not be seen in any message. */
    static final String CANARY = Canaries.add("secret", "canary-3141");

    private static final int PATIENCE_SECONDS = 20;

    private final Vertx vertx;
    private Consumer<PgNotice> noticeHandler = notice -> {};
    private Duration connectTimeout = Duration.ofSeconds(10);
    private PgOptions.Authentication authentication = PgOptions.Authentication.DEFAULT;
    private PgOptions.StatementCache statementCache =
            new PgOptions.StatementCache(50, Duration.ofSeconds(300), 15 * 1024, StatementMode.NAMED);

    Sessions(Vertx vertx) {
        this.vertx = vertx;
    }

    Sessions noticeHandler(Consumer<PgNotice> handler) {
        noticeHandler = handler;
        return this;
    }

    Sessions connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    Sessions statementCache(int size, Duration maxLifetime) {
        statementCache = new PgOptions.StatementCache(size, maxLifetime, 15 * 1024, StatementMode.NAMED);
        return this;
    }

    /** Lets servers ask for the password in the clear or by MD5, which they may not by default. */
    Sessions tellsPasswords() {
        authentication = new PgOptions.Authentication(
                authentication.requireAuth(), authentication.channelBinding(), true, true, null, authentication.gss());
        return this;
    }

    Sessions authentication(PgOptions.Authentication chosen) {
        authentication = chosen;
        return this;
    }

    Future<Session> open(String host, int port) {
        return open(host, port, "shop", "anna", () -> CANARY);
    }

    Future<Session> open(
            String host, int port, String database, String user, @Nullable Supplier<@Nullable String> password) {
        return open(factory(host, port, database, user, password));
    }

    /** One session of a client; its sessions share what they learn. */
    Future<Session> open(PgSessionFactory factory) {
        return factory.open(((VertxInternal) vertx).createEventLoopContext());
    }

    PgSessionFactory factory(
            String host, int port, String database, String user, @Nullable Supplier<@Nullable String> password) {
        return factory(options(host, port, database, user, password));
    }

    PgSessionFactory factory(PgOptions options) {
        return new PgSessionFactory(
                (VertxInternal) vertx, options, ClientTypes.of(null, Map.of()), noticeHandler, null);
    }

    Future<Session> open(PgOptions options) {
        return open(factory(options));
    }

    PgOptions options(
            String host, int port, String database, String user, @Nullable Supplier<@Nullable String> password) {
        return new PgOptions(
                List.of(new PgHost(host, port)),
                TargetSessionAttributes.ANY,
                LoadBalanceHosts.DISABLE,
                PoolerMode.SESSION,
                database,
                user,
                null,
                password == null ? null : PasswordSource.blocking(vertx, password),
                Map.of("application_name", "hostile-test"),
                connectTimeout,
                null,
                null,
                Duration.ofSeconds(1),
                100_000,
                1 << 30,
                PgOptions.Tls.DISABLED,
                authentication,
                new PgOptions.Limits(0, 256 * 1024, 0, 0),
                statementCache,
                new PgOptions.Pool(
                        "test",
                        1,
                        0,
                        10,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        0,
                        1,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        ResetPolicy.NONE,
                        Duration.ZERO),
                new PgOptions.Logging(null, false),
                new PgOptions.Listening(Duration.ZERO, ListenRecovery.DEFAULT),
                PgOptions.Protocol.DEFAULT,
                PgOptions.Tcp.DEFAULT);
    }

    /** The same options for another host. */
    static PgOptions at(PgHost host, PgOptions other) {
        return other.at(new PgTarget(List.of(host), other.database(), other.user()));
    }

    static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What a call fails with; it is an error if it does not, or takes for ever. */
    static Throwable failureOf(Future<?> future) {
        Throwable failure = catchThrowable(() -> await(future));
        assertThat(failure).isInstanceOf(RuntimeException.class);
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at.getMessage())).doesNotContain(CANARY);
        }
        return failure;
    }

    static Request<Rows> query(String sql, @Nullable Object... args) {
        return Requests.query(null, sql, args, ResultCollector.rows(), Request.NO_DEADLINE);
    }

    static Request<Rows> query(Duration limit, String sql, @Nullable Object... args) {
        return Requests.query(null, sql, args, ResultCollector.rows(), System.nanoTime() + limit.toNanos());
    }

    static <T> Future<T> submit(Session session, Request<T> request) {
        session.submit(request);
        return request.future();
    }

    static Rows fetch(Session session, String sql, @Nullable Object... args) {
        return await(submit(session, query(sql, args)));
    }

    static CommandResult run(Session session, String sql) {
        return await(submit(session, Requests.script(null, sql, Request.NO_DEADLINE)));
    }
}
