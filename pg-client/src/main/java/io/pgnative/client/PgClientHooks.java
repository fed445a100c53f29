package io.pgnative.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of {@link PgClientBuilder} that says what is done with connections before they are used. */
abstract sealed class PgClientHooks extends PgConnectionBuilder<PgClientBuilder> permits PgClientSurroundings {

    /** What RESET ALL leaves as it is may be set. */
    private static final Pattern SET = Pattern.compile(
            "\\s*set\\s+(?!(?:session\\s+)?(?:role|authorization)\\b).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private List<String> initSql = List.of();
    private @Nullable Function<PgConnection, Future<?>> onConnect;
    private @Nullable Function<PgConnection, Future<?>> onAcquire;

    PgClientHooks(Vertx vertx) {
        super(vertx);
    }

    /**
     * Sets statements that run once on each connection of the pool when it has been opened, in their order, before
     * {@link #onConnect}; for instance to load a library. When one fails, or they do not end within the acquire
     * timeout, the connection is closed and the call that has waited longest fails with the same failure.
     *
     * <p>{@code SET} is refused, unless the {@link PgClientBuilder#resetPolicy} is {@link ResetPolicy#NONE}, since it
     * would last only until the session is reset after its first use: see {@link #parameter} for settings that stay.
     *
     * @param statements each one statement, or a script of several; none, the default, for nothing
     * @return this
     */
    public PgClientBuilder initSql(String... statements) {
        this.initSql = List.of(statements);
        return self();
    }

    /**
     * Sets what is done once with each connection of the pool when it has been opened, for instance to load an
     * extension or to register a codec. When it fails, or does not end within the acquire timeout, the connection is
     * closed and the call that has waited longest fails with the same failure. What it sets with {@code SET} lasts only
     * until the session is reset; see {@link #parameter} for settings that stay.
     *
     * @param hook given the connection, which it must not close; done when its future completes. Null, the default, is
     *     nothing
     * @return this
     */
    public PgClientBuilder onConnect(@Nullable Function<PgConnection, Future<?>> hook) {
        this.onConnect = hook;
        return self();
    }

    /**
     * Sets what is done with a connection each time one is taken from the pool, for one call or for several, for
     * instance to set the tenant that row security looks at. When it fails, or does not end within the acquire timeout,
     * the connection is closed and the call fails with the same failure. With such a hook each call has a connection of
     * its own: statements are never sent behind those of others.
     *
     * @param hook given the connection, which it must not close; done when its future completes. Null, the default, is
     *     nothing
     * @return this
     */
    public PgClientBuilder onAcquire(@Nullable Function<PgConnection, Future<?>> hook) {
        this.onAcquire = hook;
        return self();
    }

    void checkHooks(PoolerMode poolerMode, ResetPolicy resetPolicy) {
        if (poolerMode == PoolerMode.TRANSACTION) {
            requireNone("init-sql", initSql.isEmpty() ? null : initSql);
            requireNone("on-connect", onConnect);
            requireNone("on-acquire", onAcquire);
        }
        for (String statement : initSql) {
            if (statement.isBlank()) {
                throw new PgConfigurationException("init-sql", "holds a blank text, expected statements");
            }
            if (resetPolicy != ResetPolicy.NONE && SET.matcher(statement).matches()) {
                throw new PgConfigurationException(
                        "init-sql",
                        "holds a SET, which lasts only until the session is reset after its first use; expected the"
                                + " setting among the parameters, or pool.reset-policy none");
            }
        }
    }

    /** What a hook sets would stay with a server connection that others are given next. */
    private static void requireNone(String option, @Nullable Object hook) {
        if (hook != null) {
            throw new PgConfigurationException(
                    option,
                    "cannot be used with pooler-mode transaction: what it changes would stay with a server connection"
                            + " that the pooler gives to others; set it within each transaction (SET LOCAL), or let the"
                            + " pooler or the role set it");
        }
    }

    /** What is done with a connection that has been opened, in order, by what each is called in messages. */
    Map<String, Function<PgConnection, Future<?>>> connectHooks() {
        Map<String, Function<PgConnection, Future<?>>> hooks = new LinkedHashMap<>();
        for (int i = 0; i < initSql.size(); i++) {
            String statement = initSql.get(i);
            int number = i + 1;
            hooks.put("init-sql: statement " + number, connection -> connection
                    .execute(statement)
                    .recover(failure -> Future.failedFuture(initFailure(failure, number))));
        }
        if (onConnect != null) {
            hooks.put("the onConnect hook", onConnect);
        }
        return hooks;
    }

    private static Throwable initFailure(Throwable failure, int number) {
        String begin = "statement " + number + " fails: ";
        return failure instanceof PgServerException server && !server.isFatal()
                ? new PgConfigurationException(
                        "init-sql", begin + server.sqlState() + ": " + server.serverMessage(), server)
                : new PgConnectException("init-sql: " + begin + failure.getMessage(), failure);
    }

    /** What is done with a connection that is taken from the pool, likewise. */
    Map<String, Function<PgConnection, Future<?>>> acquireHooks() {
        return onAcquire == null ? Map.of() : Map.of("the onAcquire hook", onAcquire);
    }
}
