package io.pgnative.client.config;

import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.TargetSessionAttributes;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one set of options of what the program says, what the DSN says and the defaults, in this order, and checks it.
 *
 * <p>An explicit host takes the place of the DSN's host and of the port beside it, since that port is the other host's;
 * the port of the DSN's query still counts.
 */
public final class OptionsResolver {

    private static final int MAX_PORT = 65_535;
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
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
     * @param statementCache the cache of prepared statements
     * @param pool the pool
     * @return the options
     * @throws PgConfigurationException naming the first option that cannot be used
     */
    public static PgOptions resolve(
            ExplicitOptions explicit,
            @Nullable Duration queryTimeout,
            Duration shutdownTimeout,
            int maxScramIterations,
            int maxMessageSize,
            PgOptions.StatementCache statementCache,
            PgOptions.Pool pool) {
        String text = explicit.dsn();
        Dsn dsn = text == null ? Dsn.EMPTY : DsnParser.parse(text);
        if (text != null) {
            checkStrings(dsn, text);
        }
        Settings settings = new Settings(List.of(explicit(explicit), ofDsn(explicit, dsn)));

        String user = text(settings, "user", systemUser());
        PgOptions options = new PgOptions(
                hosts(explicit, settings),
                settings.oneOf("target_session_attrs", TargetSessionAttributes.values(), TargetSessionAttributes.ANY),
                settings.oneOf("load_balance_hosts", LoadBalanceHosts.values(), LoadBalanceHosts.DISABLE),
                text(settings, "dbname", user),
                user,
                password(explicit, settings),
                parameters(explicit, dsn),
                or(explicit.connectTimeout(), or(dsn.connectTimeout(), DEFAULT_CONNECT_TIMEOUT)),
                explicit.hostTimeout(),
                queryTimeout,
                shutdownTimeout,
                maxScramIterations,
                maxMessageSize,
                TlsSettings.read(settings, explicit.tls(), null),
                AuthenticationSettings.read(settings, explicit.authentication()),
                statementCache,
                pool);
        checkConnection(options);
        checkStatementCache(options.statementCache());
        checkPool(options.pool());
        return options;
    }

    private static Map<String, Setting> explicit(ExplicitOptions explicit) {
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

    private static Map<String, Setting> ofDsn(ExplicitOptions explicit, Dsn dsn) {
        Origin origin = new ExplicitOrigin();
        Map<String, Setting> source = new LinkedHashMap<>();
        Integer beside = explicit.keywords().containsKey("host") ? null : dsn.authorityPort();
        Integer port = beside != null ? beside : dsn.queryPort();
        put(source, "host", dsn.host(), origin);
        put(source, "port", port == null ? null : String.valueOf(port), origin);
        put(source, "dbname", dsn.database(), origin);
        put(source, "user", dsn.user(), origin);
        put(source, "password", dsn.password(), origin);
        return source;
    }

    private static void put(Map<String, Setting> source, String keyword, @Nullable String value, Origin origin) {
        if (value != null) {
            source.put(keyword, new Setting(keyword, value, origin));
        }
    }

    private static String text(Settings settings, String keyword, String other) {
        Setting found = settings.find(keyword);
        if (found == null) {
            return other;
        }
        Checks.sendable(found, found.value());
        return found.value();
    }

    private static List<PgHost> hosts(ExplicitOptions explicit, Settings settings) {
        List<PgHost> hosts = explicit.hosts();
        if (hosts == null) {
            return HostList.read(settings.find("host"), settings.find("hostaddr"), settings.find("port"));
        }
        if (hosts.isEmpty()) {
            throw new PgConfigurationException("hosts", "expected at least one");
        }
        return hosts;
    }

    private static @Nullable PasswordSource password(ExplicitOptions explicit, Settings settings) {
        Setting known = settings.find("password");
        if (explicit.password() != null || known == null) {
            return explicit.password();
        }
        Checks.sendable(known, known.value());
        return Passwords.known(known.value());
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
        } catch (PgConfigurationException e) {
            throw new PgConfigurationException("dsn", e.getMessage() + " (" + DsnMask.mask(text) + ")");
        }
    }

    private static void checkSendable(String option, @Nullable String value) {
        if (value != null) {
            Checks.sendable(option, value);
        }
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
        Checks.range("pool.pipelining-limit", pool.pipeliningLimit(), 1, 1024);
        Checks.zeroOrPositive("pool.validate-after-idle", pool.validateAfterIdle());
        Checks.positive("pool.validation-timeout", pool.validationTimeout());
    }

    private static String systemUser() {
        return System.getProperty("user.name", "");
    }

    private static <T> T or(@Nullable T value, T other) {
        return value != null ? value : other;
    }
}
