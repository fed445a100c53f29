package io.pgnative.client.config;

import io.pgnative.client.ListenRecovery;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TargetSessionAttributes;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one set of options of what the program says, the DSN, the service file, the environment and the defaults, in
 * this order, and checks it.
 *
 * <p>An explicit host takes the place of the DSN's host and of the port beside it, since that port is the other host's;
 * the port of the DSN's query still counts.
 */
public final class OptionsResolver {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_SECONDS_DIGITS = 8;
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MIN_FETCH_SIZE_BYTES = 1024;
    private static final int MIN_MESSAGE_SIZE = 1024;
    private static final int MAX_MESSAGE_SIZE = 1 << 30;

    private final ExplicitOptions explicit;
    private final Surroundings surroundings;
    private final DsnSource dsn;
    private final Settings settings;

    private OptionsResolver(ExplicitOptions explicit, Surroundings surroundings) {
        this.explicit = explicit;
        this.surroundings = surroundings;
        this.dsn = explicit.dsn() == null ? DsnSource.EMPTY : DsnSource.read(explicit.dsn());
        if (!explicit.isDsnTrusted()) {
            UntrustedDsn.check(dsn);
        }
        Map<String, Setting> program = program(explicit);
        Map<String, Setting> environment = surroundings.settings();
        Map<String, Setting> service =
                ServiceFile.read(new Settings(List.of(program, dsn.settings(), environment)), surroundings);
        List<Map<String, Setting>> sources =
                List.of(program, dsn.settings(program.containsKey("host")), service, environment);
        this.settings = new Settings(sources);
        settings.forEach(LibpqKeywords::check);
    }

    /**
     * Resolves and checks.
     *
     * @param vertx whose worker threads read the password file
     * @param surroundings the environment, and where files lie that are not named
     * @param explicit what the program says about the connection
     * @param queryTimeout default limit of a call; null means none
     * @param shutdownTimeout how long closing lets calls go on
     * @param maxScramIterations the highest SCRAM iteration count accepted
     * @param maxMessageSize the largest message accepted, in bytes
     * @param poolerMode what is at the other end of a connection
     * @param limits how many rows are asked for and kept at a time
     * @param statementCache the cache of prepared statements
     * @param pool the pool
     * @param logging what is logged of statements
     * @param listening the connection for listeners
     * @return the options
     * @throws PgConfigurationException naming the first option that cannot be used
     */
    public static PgOptions resolve(
            Vertx vertx,
            Surroundings surroundings,
            ExplicitOptions explicit,
            @Nullable Duration queryTimeout,
            Duration shutdownTimeout,
            int maxScramIterations,
            int maxMessageSize,
            PoolerMode poolerMode,
            PgOptions.Limits limits,
            PgOptions.StatementCache statementCache,
            PgOptions.Pool pool,
            PgOptions.Logging logging,
            PgOptions.Listening listening) {
        OptionsResolver resolver = new OptionsResolver(explicit, surroundings);
        Settings settings = resolver.settings;
        String user = resolver.text("user", System.getProperty("user.name", ""));
        String database = resolver.text("dbname", user);
        List<PgHost> hosts = resolver.hosts();
        Duration perHost = resolver.connectTimeoutOfLibpq();
        PgOptions options = new PgOptions(
                hosts,
                settings.oneOf("target_session_attrs", TargetSessionAttributes.values(), TargetSessionAttributes.ANY),
                settings.oneOf("load_balance_hosts", LoadBalanceHosts.values(), LoadBalanceHosts.DISABLE),
                poolerMode,
                database,
                user,
                explicit.target(),
                resolver.password(vertx, database, user),
                ParameterSettings.read(
                        surroundings.parameters(), settings, resolver.dsn.parameters(), explicit.parameters()),
                connectTimeout(explicit.connectTimeout(), perHost, hosts.size()),
                explicit.hostTimeout() != null ? explicit.hostTimeout() : perHost,
                queryTimeout,
                shutdownTimeout,
                maxScramIterations,
                maxMessageSize,
                TlsSettings.read(settings, explicit.tls(), surroundings.directory()),
                AuthenticationSettings.read(settings, explicit.authentication()),
                limits,
                statementCache,
                pool,
                logging,
                listening,
                ProtocolSettings.read(settings),
                TcpSettings.read(settings));
        checkConnection(options);
        checkLimits(options.limits());
        checkStatementCache(options.statementCache());
        checkPool(options.pool());
        checkPooler(options);
        checkLogging(options.logging());
        checkListening(options.listening());
        return options;
    }

    private static Map<String, Setting> program(ExplicitOptions explicit) {
        Origin origin = new ExplicitOrigin();
        Map<String, Setting> source = new LinkedHashMap<>();
        explicit.keywords().forEach((keyword, value) -> {
            if (value.isBlank() && !keyword.endsWith("password")) {
                throw origin.invalid(keyword, "expected a text that is not empty");
            }
            source.put(keyword, new Setting(keyword, value, origin));
        });
        return source;
    }

    private String text(String keyword, String other) {
        Setting found = settings.find(keyword);
        if (found == null) {
            return other;
        }
        Checks.sendable(found, found.value());
        return found.value();
    }

    private List<PgHost> hosts() {
        List<PgHost> hosts = explicit.hosts();
        if (hosts == null) {
            return HostList.read(
                    settings.find("host"),
                    settings.find("hostaddr"),
                    settings.find("port"),
                    settings.wins("port", "host"));
        }
        if (hosts.isEmpty()) {
            throw new PgConfigurationException("hosts", "expected at least one");
        }
        return hosts;
    }

    private @Nullable PasswordSource password(Vertx vertx, String database, String user) {
        if (explicit.password() != null) {
            return explicit.password();
        }
        Setting known = settings.find("password");
        if (known != null) {
            Checks.sendable(known, known.value());
            return Passwords.known(known.value());
        }
        Setting named = settings.find("passfile");
        Path file = named != null ? named.path() : surroundings.passfile();
        return file == null ? null : Passwords.ofFile(vertx, new PassFile(file, database, user));
    }

    /** For libpq it is the limit of one host, so that several may take several times as long. */
    private @Nullable Duration connectTimeoutOfLibpq() {
        Setting found = settings.find("connect_timeout");
        if (found == null) {
            return null;
        }
        String text = found.value();
        boolean number = text.length() <= MAX_SECONDS_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) == 0) {
            throw found.invalid(
                    "connect_timeout" + found.origin().shown(text) + " is not a number of seconds above zero");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static Duration connectTimeout(@Nullable Duration given, @Nullable Duration perHost, int hosts) {
        if (given != null) {
            return given;
        }
        return perHost == null ? DEFAULT_CONNECT_TIMEOUT : perHost.multipliedBy(hosts);
    }

    private static void checkHost(PgHost host) {
        Checks.given("hosts", host.name());
        Checks.range("port", host.port(), 1, MAX_PORT);
    }

    private static void checkConnection(PgOptions options) {
        options.hosts().forEach(OptionsResolver::checkHost);
        Checks.given("user", options.user());
        Checks.given("database", options.database());
        Checks.positive("connect-timeout", options.connectTimeout());
        if (options.hostTimeout() != null) {
            Checks.positive("host-timeout", options.hostTimeout());
        }
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

    private static void checkPooler(PgOptions options) {
        Checks.given("pooler-mode", options.poolerMode());
        PgOptions.StatementCache cache = options.statementCache();
        if (cache.mode() == StatementMode.NAMED && cache.size() == 0) {
            throw new PgConfigurationException(
                    "statement-cache.mode", "named needs a statement-cache.size above 0, which says how many are kept");
        }
        if (options.poolerMode() == PoolerMode.TRANSACTION && options.pool().resetPolicy() != ResetPolicy.NONE) {
            throw new PgConfigurationException(
                    "pool.reset-policy",
                    "expected none with pooler-mode transaction: a reset would reach a server connection that the pooler"
                            + " has given to others");
        }
    }

    private static void checkListening(PgOptions.Listening listening) {
        Checks.zeroOrPositive("listener.ping-interval", listening.pingInterval());
        ListenRecovery recovery = listening.recovery();
        Checks.zeroOrPositive("listener.recovery.max-retries", recovery.maxRetries());
        Checks.positive("listener.recovery.delay", recovery.delay());
        Checks.factor("listener.recovery.multiplier", recovery.multiplier());
        Checks.positive("listener.recovery.max-delay", recovery.maxDelay());
        if (recovery.maxDelay().compareTo(recovery.delay()) < 0) {
            throw new PgConfigurationException(
                    "listener.recovery.max-delay",
                    recovery.maxDelay() + " is shorter than listener.recovery.delay, which is " + recovery.delay());
        }
        Checks.zeroOrPositive("listener.recovery.jitter", recovery.jitter());
    }

    private static void checkLogging(PgOptions.Logging logging) {
        if (logging.slowQueryThreshold() != null) {
            Checks.positive("logging.slow-query-threshold", logging.slowQueryThreshold());
        }
    }
}
