package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.ResetPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** Configuration properties of the PostgreSQL client. */
@ConfigurationProperties("spring.pgnative")
public class PgNativeProperties {

    /**
     * Connection URI, such as 'postgres://app@db.example.com/shop'. Cannot be combined with 'host' or 'port'; database,
     * username and password of their own win over those in the URI.
     */
    private @Nullable String dsn;

    /** Host name or address of the server. */
    private @Nullable String host;

    /** TCP port of the server. Defaults to 5432. */
    private @Nullable Integer port;

    /** Name of the database. Defaults to the username. */
    private @Nullable String database;

    /** Login username. Defaults to the user of the operating system. */
    private @Nullable String username;

    /** Login password. */
    private @Nullable String password;

    /** Application name that the server shows in pg_stat_activity. Defaults to 'spring.application.name'. */
    private @Nullable String applicationName;

    /**
     * Run-time parameters sent when a connection starts, such as 'search_path', so that they are defaults of its
     * session.
     */
    private final Map<String, String> parameters = new LinkedHashMap<>();

    /** Time allowed to open one connection: name look-up, TCP and authentication. */
    private @Nullable Duration connectTimeout;

    /**
     * Time allowed for one call unless it sets its own: waiting, preparing, running and reading. Unlimited if not set.
     */
    private @Nullable Duration queryTimeout;

    /** Time that calls in flight get to end when the application stops or is paused, before they are cancelled. */
    private Duration shutdownTimeout = Duration.ofSeconds(10);

    /** Highest SCRAM iteration count accepted from a server. */
    private int maxScramIterations = 100_000;

    /** Largest message accepted from a server. */
    private DataSize maxMessageSize = DataSize.ofGigabytes(1);

    /** Rows that a stream asks the server for at a time; 0 adapts their number to their size. */
    private int fetchSize;

    /** Size that a batch of rows of a stream is meant to have when their number adapts. */
    private DataSize fetchSizeBytes = DataSize.ofKilobytes(256);

    /** Most rows of a result that is collected; 0 means no limit. Streams and cursors are not limited. */
    private long maxResultRows;

    /** Largest result that is collected; 0 means no limit. Streams and cursors are not limited. */
    private DataSize maxResultSize = DataSize.ofBytes(0);

    private final StatementCache statementCache = new StatementCache();

    private final Pool pool = new Pool();

    private final Logging logging = new Logging();

    private final Listen listen = new Listen();

    private final VertxInstance vertx = new VertxInstance();

    private final Embedded embedded = new Embedded();

    public @Nullable String getDsn() {
        return dsn;
    }

    public void setDsn(@Nullable String dsn) {
        this.dsn = dsn;
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public @Nullable String getDatabase() {
        return database;
    }

    public void setDatabase(@Nullable String database) {
        this.database = database;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getApplicationName() {
        return applicationName;
    }

    public void setApplicationName(@Nullable String applicationName) {
        this.applicationName = applicationName;
    }

    public Map<String, String> getParameters() {
        return parameters;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Duration getQueryTimeout() {
        return queryTimeout;
    }

    public void setQueryTimeout(@Nullable Duration queryTimeout) {
        this.queryTimeout = queryTimeout;
    }

    public Duration getShutdownTimeout() {
        return shutdownTimeout;
    }

    public void setShutdownTimeout(Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    public int getMaxScramIterations() {
        return maxScramIterations;
    }

    public void setMaxScramIterations(int maxScramIterations) {
        this.maxScramIterations = maxScramIterations;
    }

    public DataSize getMaxMessageSize() {
        return maxMessageSize;
    }

    public void setMaxMessageSize(DataSize maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    public int getFetchSize() {
        return fetchSize;
    }

    public void setFetchSize(int fetchSize) {
        this.fetchSize = fetchSize;
    }

    public DataSize getFetchSizeBytes() {
        return fetchSizeBytes;
    }

    public void setFetchSizeBytes(DataSize fetchSizeBytes) {
        this.fetchSizeBytes = fetchSizeBytes;
    }

    public long getMaxResultRows() {
        return maxResultRows;
    }

    public void setMaxResultRows(long maxResultRows) {
        this.maxResultRows = maxResultRows;
    }

    public DataSize getMaxResultSize() {
        return maxResultSize;
    }

    public void setMaxResultSize(DataSize maxResultSize) {
        this.maxResultSize = maxResultSize;
    }

    public StatementCache getStatementCache() {
        return statementCache;
    }

    public Pool getPool() {
        return pool;
    }

    public Logging getLogging() {
        return logging;
    }

    public Listen getListen() {
        return listen;
    }

    public VertxInstance getVertx() {
        return vertx;
    }

    public Embedded getEmbedded() {
        return embedded;
    }

    /** Cache of prepared statements of each connection. */
    public static class StatementCache {

        /** Number of statements kept prepared on each connection. With 0 no statement is kept. */
        private int size = 100;

        /** Time that a statement stays prepared, however often it is used. With 0 it is unlimited. */
        private Duration maxLifetime = Duration.ofSeconds(300);

        /** Longest text, in characters, of a statement that is kept. With 0 it is unlimited. */
        private int maxSqlLength = 15_360;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        public Duration getMaxLifetime() {
            return maxLifetime;
        }

        public void setMaxLifetime(Duration maxLifetime) {
            this.maxLifetime = maxLifetime;
        }

        public int getMaxSqlLength() {
            return maxSqlLength;
        }

        public void setMaxSqlLength(int maxSqlLength) {
            this.maxSqlLength = maxSqlLength;
        }
    }

    /** Pool of connections. */
    public static class Pool {

        /** Name of the pool in metrics and messages. */
        private String name = "pgnative";

        /** Maximum number of connections. */
        private int maxSize = 10;

        /** Number of idle connections kept ready, as far as the maximum allows. */
        private int minIdle = 0;

        /** Maximum number of calls that may wait for a connection; more are refused at once. */
        private int maxWaiting = 10_000;

        /** Time that a call may wait for a connection. */
        private Duration acquireTimeout = Duration.ofSeconds(5);

        /** Time that a connection may be idle before it is closed. With 0 it is unlimited. */
        private Duration idleTimeout = Duration.ofMinutes(10);

        /** Time that a connection may live. With 0 it is unlimited. */
        private Duration maxLifetime = Duration.ofMinutes(30);

        /** Part of the maximum lifetime, 0 to 1, by which lives are shortened at random. */
        private double maxLifetimeJitter = 0.1;

        /** Number of times that a connection is taken from the pool before it is closed. With 0 it is unlimited. */
        private int maxUses = 0;

        /**
         * Number of single statements, 1 to 1024, that a connection may carry at once when many calls wait. With 1 each
         * statement is sent when the one before has ended.
         */
        private int pipeliningLimit = 16;

        /** Time that a connection may have been idle to be used without a check. With 0 it is always checked. */
        private Duration validateAfterIdle = Duration.ofSeconds(30);

        /** Time allowed for the check of an idle connection. */
        private Duration validationTimeout = Duration.ofSeconds(2);

        /** What is undone of a session before somebody else uses its connection. */
        private ResetPolicy resetPolicy = ResetPolicy.FAST;

        /**
         * Time that a connection may be kept before a warning is logged with the stack of the call that acquired it.
         * With 0 nothing is logged.
         */
        private Duration leakDetectionThreshold = Duration.ZERO;

        /** When the first connection is opened and what happens if that fails. */
        private Initialization initialization = Initialization.LAZY;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getMaxSize() {
            return maxSize;
        }

        public void setMaxSize(int maxSize) {
            this.maxSize = maxSize;
        }

        public int getMinIdle() {
            return minIdle;
        }

        public void setMinIdle(int minIdle) {
            this.minIdle = minIdle;
        }

        public int getMaxWaiting() {
            return maxWaiting;
        }

        public void setMaxWaiting(int maxWaiting) {
            this.maxWaiting = maxWaiting;
        }

        public Duration getAcquireTimeout() {
            return acquireTimeout;
        }

        public void setAcquireTimeout(Duration acquireTimeout) {
            this.acquireTimeout = acquireTimeout;
        }

        public Duration getIdleTimeout() {
            return idleTimeout;
        }

        public void setIdleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
        }

        public Duration getMaxLifetime() {
            return maxLifetime;
        }

        public void setMaxLifetime(Duration maxLifetime) {
            this.maxLifetime = maxLifetime;
        }

        public double getMaxLifetimeJitter() {
            return maxLifetimeJitter;
        }

        public void setMaxLifetimeJitter(double maxLifetimeJitter) {
            this.maxLifetimeJitter = maxLifetimeJitter;
        }

        public int getMaxUses() {
            return maxUses;
        }

        public void setMaxUses(int maxUses) {
            this.maxUses = maxUses;
        }

        public int getPipeliningLimit() {
            return pipeliningLimit;
        }

        public void setPipeliningLimit(int pipeliningLimit) {
            this.pipeliningLimit = pipeliningLimit;
        }

        public Duration getValidateAfterIdle() {
            return validateAfterIdle;
        }

        public void setValidateAfterIdle(Duration validateAfterIdle) {
            this.validateAfterIdle = validateAfterIdle;
        }

        public Duration getValidationTimeout() {
            return validationTimeout;
        }

        public void setValidationTimeout(Duration validationTimeout) {
            this.validationTimeout = validationTimeout;
        }

        public ResetPolicy getResetPolicy() {
            return resetPolicy;
        }

        public void setResetPolicy(ResetPolicy resetPolicy) {
            this.resetPolicy = resetPolicy;
        }

        public Duration getLeakDetectionThreshold() {
            return leakDetectionThreshold;
        }

        public void setLeakDetectionThreshold(Duration leakDetectionThreshold) {
            this.leakDetectionThreshold = leakDetectionThreshold;
        }

        public Initialization getInitialization() {
            return initialization;
        }

        public void setInitialization(Initialization initialization) {
            this.initialization = initialization;
        }

        /** When the first connection is opened. */
        public enum Initialization {

            /** When it is needed. */
            LAZY,

            /** In the background, when the application starts; a failure is logged. */
            EAGER,

            /** When the application starts, which waits for it and fails if it fails. */
            FAIL_FAST
        }
    }

    /** What is logged of statements. */
    public static class Logging {

        /**
         * Time from which on a statement is logged as a warning, by the logger 'io.pgnative.client.slow-query'. None is
         * logged if not set.
         */
        private @Nullable Duration slowQueryThreshold;

        /** Whether the arguments of statements are logged, too, and told to query listeners. */
        private boolean includeParameters = false;

        public @Nullable Duration getSlowQueryThreshold() {
            return slowQueryThreshold;
        }

        public void setSlowQueryThreshold(@Nullable Duration slowQueryThreshold) {
            this.slowQueryThreshold = slowQueryThreshold;
        }

        public boolean isIncludeParameters() {
            return includeParameters;
        }

        public void setIncludeParameters(boolean includeParameters) {
            this.includeParameters = includeParameters;
        }
    }

    /** Connection that listens to channels. */
    public static class Listen {

        /** Time between checks whether the connection that listens still lives. With 0 it is never checked. */
        private Duration pingInterval = Duration.ofSeconds(30);

        public Duration getPingInterval() {
            return pingInterval;
        }

        public void setPingInterval(Duration pingInterval) {
            this.pingInterval = pingInterval;
        }
    }

    /** Vert.x instance of the client. */
    public static class VertxInstance {

        /**
         * Number of event loops of the Vert.x instance made for the client. Defaults to the number of processors.
         * Ignored if the application has a Vertx bean.
         */
        private @Nullable Integer eventLoopSize;

        public @Nullable Integer getEventLoopSize() {
            return eventLoopSize;
        }

        public void setEventLoopSize(@Nullable Integer eventLoopSize) {
            this.eventLoopSize = eventLoopSize;
        }
    }

    /** PostgreSQL that is started inside the application when nothing else is configured. */
    public static class Embedded {

        /**
         * Directory of the data, kept when the application stops. Defaults to a temporary directory that is removed
         * then.
         */
        private @Nullable Path dataDirectory;

        /** TCP port of the server. With 0 a free one is chosen. */
        private int port = 0;

        /** Time allowed for the server to start. */
        private Duration startupTimeout = Duration.ofSeconds(30);

        public @Nullable Path getDataDirectory() {
            return dataDirectory;
        }

        public void setDataDirectory(@Nullable Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        public int getPort() {
            return port;
        }

        public void setPort(int port) {
            this.port = port;
        }

        public Duration getStartupTimeout() {
            return startupTimeout;
        }

        public void setStartupTimeout(Duration startupTimeout) {
            this.startupTimeout = startupTimeout;
        }
    }
}
