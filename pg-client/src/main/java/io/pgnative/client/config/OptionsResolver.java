package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one set of options of what the program says, what the DSN says and the defaults, in this order, and checks it.
 *
 * <p>An explicit host takes the place of the DSN's host and of the port beside it, since that port is the other host's;
 * the port of the DSN's query still counts.
 */
public final class OptionsResolver {

    private static final String DEFAULT_HOST = "localhost";
    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MIN_FETCH_SIZE_BYTES = 1024;
    private static final int MIN_MESSAGE_SIZE = 1024;
    private static final int MAX_MESSAGE_SIZE = 1 << 30;

    /** Set by the client itself in the StartupMessage; to change them would change how the bytes are to be read. */
    private static final Set<String> RESERVED =
            Set.of("user", "database", "client_encoding", "replication", "password");

    private OptionsResolver() {}

    /**
     * Resolves and checks.
     *
     * @param explicit what the program says about the connection
     * @param queryTimeout default limit of a call; null means none
     * @param shutdownTimeout how long closing lets calls go on
     * @param maxScramIterations the highest SCRAM iteration count accepted
     * @param maxMessageSize the largest message accepted, in bytes
     * @param limits how many rows are asked for and kept at a time
     * @param statementCache the cache of prepared statements
     * @param pool the pool
     * @param logging what is logged of statements
     * @param listening the connection for listeners
     * @return the options
     * @throws PgConfigurationException naming the first option that cannot be used
     */
    public static PgOptions resolve(
            ExplicitOptions explicit,
            @Nullable Duration queryTimeout,
            Duration shutdownTimeout,
            int maxScramIterations,
            int maxMessageSize,
            PgOptions.Limits limits,
            PgOptions.StatementCache statementCache,
            PgOptions.Pool pool,
            PgOptions.Logging logging,
            PgOptions.Listening listening) {
        String text = explicit.dsn();
        Dsn dsn = text == null ? Dsn.EMPTY : DsnParser.parse(text);
        if (text != null) {
            checkStrings(dsn, text);
        }

        String host = or(explicit.host(), or(dsn.host(), DEFAULT_HOST));
        String user = or(explicit.user(), or(dsn.user(), systemUser()));
        PgOptions options = new PgOptions(
                host,
                port(explicit, dsn),
                or(explicit.database(), or(dsn.database(), user)),
                user,
                password(explicit, dsn),
                parameters(explicit, dsn),
                or(explicit.connectTimeout(), or(dsn.connectTimeout(), DEFAULT_CONNECT_TIMEOUT)),
                queryTimeout,
                shutdownTimeout,
                maxScramIterations,
                maxMessageSize,
                limits,
                statementCache,
                pool,
                logging,
                listening);
        checkConnection(options);
        checkLimits(options.limits());
        checkStatementCache(options.statementCache());
        checkPool(options.pool());
        checkLogging(options.logging());
        Checks.zeroOrPositive("listen.ping-interval", options.listening().pingInterval());
        return options;
    }

    private static int port(ExplicitOptions explicit, Dsn dsn) {
        Integer beside = explicit.host() == null ? dsn.authorityPort() : null;
        return or(explicit.port(), or(beside, or(dsn.queryPort(), DEFAULT_PORT)));
    }

    private static @Nullable Supplier<@Nullable String> password(ExplicitOptions explicit, Dsn dsn) {
        if (explicit.passwordSource() != null) {
            return explicit.passwordSource();
        }
        String password = explicit.password() != null ? explicit.password() : dsn.password();
        if (password == null) {
            return null;
        }
        Checks.sendable("password", password);
        return new KnownPassword(password);
    }

    private static Map<String, String> parameters(ExplicitOptions explicit, Dsn dsn) {
        Map<String, String> parameters = new LinkedHashMap<>(dsn.parameters());
        parameters.putAll(explicit.parameters());
        parameters.forEach(OptionsResolver::checkParameter);
        return Collections.unmodifiableMap(parameters);
    }

    private static void checkParameter(String name, String value) {
        if (name.isBlank()) {
            throw new PgConfigurationException("parameters", "a name is empty");
        }
        Checks.sendable("parameters", name);
        String plain = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(plain) || plain.startsWith("_pq_.")) {
            throw new PgConfigurationException(
                    "parameters", "the client itself sets " + plain + "; it cannot be given");
        }
        Checks.sendable(plain.equals("application_name") ? "application-name" : "parameters." + name, value);
    }

    // Here, since only the DSN is to be named then, and its text may be shown only masked.
    private static void checkStrings(Dsn dsn, String text) {
        try {
            checkSendable("host", dsn.host());
            checkSendable("user", dsn.user());
            checkSendable("database", dsn.database());
            checkSendable("password", dsn.password());
            dsn.parameters().forEach(OptionsResolver::checkParameter);
            if (dsn.host() != null) {
                checkHost("host", dsn.host());
            }
        } catch (PgConfigurationException e) {
            throw new PgConfigurationException("dsn", e.getMessage() + " (" + DsnMask.mask(text) + ")");
        }
    }

    private static void checkSendable(String option, @Nullable String value) {
        if (value != null) {
            Checks.sendable(option, value);
        }
    }

    private static void checkHost(String option, String host) {
        Checks.given(option, host);
        if (host.startsWith("/")) {
            throw new PgConfigurationException(option, "Unix sockets are not available; expected a name or an address");
        }
        if (host.indexOf(',') >= 0) {
            throw new PgConfigurationException(option, "several hosts are not available; expected one");
        }
    }

    private static void checkConnection(PgOptions options) {
        checkHost("host", options.host());
        Checks.range("port", options.port(), 1, MAX_PORT);
        Checks.given("user", options.user());
        Checks.given("database", options.database());
        Checks.positive("connect-timeout", options.connectTimeout());
        if (options.queryTimeout() != null) {
            Checks.positive("query-timeout", options.queryTimeout());
        }
        Checks.zeroOrPositive("shutdown-timeout", options.shutdownTimeout());
        Checks.range("max-scram-iterations", options.maxScramIterations(), 1, Integer.MAX_VALUE);
        Checks.range("max-message-size", options.maxMessageSize(), MIN_MESSAGE_SIZE, MAX_MESSAGE_SIZE);
    }

    private static void checkLimits(PgOptions.Limits limits) {
        Checks.range("fetch-size", limits.fetchSize(), 0, Integer.MAX_VALUE);
        Checks.range("fetch-size-bytes", limits.fetchSizeBytes(), MIN_FETCH_SIZE_BYTES, MAX_MESSAGE_SIZE);
        Checks.zeroOrPositive("max-result-rows", limits.maxResultRows());
        Checks.zeroOrPositive("max-result-size", limits.maxResultBytes());
    }

    private static void checkStatementCache(PgOptions.StatementCache cache) {
        Checks.range("statement-cache.size", cache.size(), 0, Integer.MAX_VALUE);
        Checks.zeroOrPositive("statement-cache.max-lifetime", cache.maxLifetime());
        Checks.range("statement-cache.max-sql-length", cache.maxSqlLength(), 0, Integer.MAX_VALUE);
    }

    private static void checkPool(PgOptions.Pool pool) {
        Checks.given("pool.name", pool.name());
        Checks.range("pool.max-size", pool.maxSize(), 1, Integer.MAX_VALUE);
        Checks.range("pool.min-idle", pool.minIdle(), 0, Integer.MAX_VALUE);
        if (pool.minIdle() > pool.maxSize()) {
            throw new PgConfigurationException(
                    "pool.min-idle",
                    pool.minIdle() + " is more than pool.max-size allows; expected 0 to " + pool.maxSize());
        }
        Checks.range("pool.max-waiting", pool.maxWaiting(), 0, Integer.MAX_VALUE);
        Checks.positive("pool.acquire-timeout", pool.acquireTimeout());
        Checks.zeroOrPositive("pool.idle-timeout", pool.idleTimeout());
        Checks.zeroOrPositive("pool.max-lifetime", pool.maxLifetime());
        Checks.part("pool.max-lifetime-jitter", pool.maxLifetimeJitter());
        Checks.range("pool.max-uses", pool.maxUses(), 0, Integer.MAX_VALUE);
        Checks.range("pool.pipelining-limit", pool.pipeliningLimit(), 1, 1024);
        Checks.zeroOrPositive("pool.validate-after-idle", pool.validateAfterIdle());
        Checks.positive("pool.validation-timeout", pool.validationTimeout());
        Checks.given("pool.reset-policy", pool.resetPolicy());
        Checks.zeroOrPositive("pool.leak-detection-threshold", pool.leakDetectionThreshold());
    }

    private static void checkLogging(PgOptions.Logging logging) {
        if (logging.slowQueryThreshold() != null) {
            Checks.positive("logging.slow-query-threshold", logging.slowQueryThreshold());
        }
    }

    private static String systemUser() {
        return System.getProperty("user.name", "");
    }

    private static <T> T or(@Nullable T value, T other) {
        return value != null ? value : other;
    }

    /** A password as a supplier whose text does not show it. */
    private record KnownPassword(String password) implements Supplier<@Nullable String> {

        @Override
        public String get() {
            return password;
        }

        @Override
        public String toString() {
            return DsnMask.MASK;
        }
    }
}
