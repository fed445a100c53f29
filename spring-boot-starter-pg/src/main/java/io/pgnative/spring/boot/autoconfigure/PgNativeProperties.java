package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TargetSessionAttributes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Configuration properties of the PostgreSQL client. */
@ConfigurationProperties("spring.pgnative")
public class PgNativeProperties {

    /**
     * Connection URI, such as 'postgres://app@db.example.com/shop', or 'keyword=value' pairs. Cannot be combined with
     * 'host', 'hosts' or 'port'; all other properties win over what it says.
     */
    private @Nullable String dsn;

    /** Host name or address of the server, or directory of its Unix socket. */
    private @Nullable String host;

    /** TCP port of the server. Defaults to 5432. */
    private @Nullable Integer port;

    /**
     * Servers that are tried in this order, each as 'name', 'name:port', '[IPv6]:port' or directory of a Unix socket.
     * Takes the place of 'host'.
     */
    private List<String> hosts = new ArrayList<>();

    /** What a server has to be like. Defaults to 'any'. */
    private @Nullable TargetSessionAttributes targetSessionAttributes;

    /** Order in which servers, and the addresses of each, are tried. Defaults to 'disable'. */
    private @Nullable LoadBalanceHosts loadBalanceHosts;

    /**
     * What is at the other end of a connection: a 'session' of the server, or a pooler such as PgBouncer that gives
     * each 'transaction' another server connection. The latter refuses what needs a session of its own.
     */
    private PoolerMode poolerMode = PoolerMode.SESSION;

    /** Section of the connection service file whose values count where neither properties nor the DSN say anything. */
    private @Nullable String service;

    /** Connection service file. Defaults to '~/.pg_service.conf'. */
    private @Nullable Path serviceFile;

    /** Password file that is looked into when no password is given. Defaults to '~/.pgpass'. */
    private @Nullable Path passfile;

    /**
     * Whether what is set nowhere else is taken from around the process: the variables PGHOST and so on, '~/.pgpass',
     * '~/.pg_service.conf' and '~/.postgresql'.
     */
    private boolean environment = true;

    /**
     * Oldest version of the protocol that is spoken: '3.0', '3.2' or 'latest'. A server that does not speak it is
     * refused. Defaults to '3.0'.
     */
    private @Nullable String minProtocolVersion;

    /**
     * Version of the protocol that a server is asked for: '3.0', '3.2' or 'latest'. Defaults to '3.0', and to 'latest'
     * where the oldest one is above that.
     */
    private @Nullable String maxProtocolVersion;

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

    /**
     * Statements that run once on each new connection before it is used, such as "LOAD 'auto_explain'". For settings
     * use 'parameters': what SET does would be undone when a connection is given back, so that it is refused here.
     */
    private @Nullable String initSql;

    /** Time allowed to open one connection, however many servers are tried: name look-ups, TCP, TLS, authentication. */
    private @Nullable Duration connectTimeout;

    /** Time allowed for the attempt at one address of a server. Defaults to an even share of the time that is left. */
    private @Nullable Duration hostTimeout;

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

    @NestedConfigurationProperty
    private final PgNativePoolProperties pool = new PgNativePoolProperties();

    @NestedConfigurationProperty
    private final PgNativeSslProperties ssl = new PgNativeSslProperties();

    @NestedConfigurationProperty
    private final PgNativeTcpProperties tcp = new PgNativeTcpProperties();

    @NestedConfigurationProperty
    private final PgNativeAuthenticationProperties authentication = new PgNativeAuthenticationProperties();

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

    public List<String> getHosts() {
        return hosts;
    }

    public void setHosts(List<String> hosts) {
        this.hosts = hosts;
    }

    public @Nullable TargetSessionAttributes getTargetSessionAttributes() {
        return targetSessionAttributes;
    }

    public void setTargetSessionAttributes(@Nullable TargetSessionAttributes targetSessionAttributes) {
        this.targetSessionAttributes = targetSessionAttributes;
    }

    public @Nullable LoadBalanceHosts getLoadBalanceHosts() {
        return loadBalanceHosts;
    }

    public void setLoadBalanceHosts(@Nullable LoadBalanceHosts loadBalanceHosts) {
        this.loadBalanceHosts = loadBalanceHosts;
    }

    public @Nullable String getService() {
        return service;
    }

    public void setService(@Nullable String service) {
        this.service = service;
    }

    public @Nullable Path getServiceFile() {
        return serviceFile;
    }

    public void setServiceFile(@Nullable Path serviceFile) {
        this.serviceFile = serviceFile;
    }

    public @Nullable Path getPassfile() {
        return passfile;
    }

    public void setPassfile(@Nullable Path passfile) {
        this.passfile = passfile;
    }

    public boolean isEnvironment() {
        return environment;
    }

    public void setEnvironment(boolean environment) {
        this.environment = environment;
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

    public @Nullable String getInitSql() {
        return initSql;
    }

    public void setInitSql(@Nullable String initSql) {
        this.initSql = initSql;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Duration getHostTimeout() {
        return hostTimeout;
    }

    public void setHostTimeout(@Nullable Duration hostTimeout) {
        this.hostTimeout = hostTimeout;
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

    public PoolerMode getPoolerMode() {
        return poolerMode;
    }

    public void setPoolerMode(PoolerMode poolerMode) {
        this.poolerMode = poolerMode;
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

    public PgNativePoolProperties getPool() {
        return pool;
    }

    public @Nullable String getMinProtocolVersion() {
        return minProtocolVersion;
    }

    public void setMinProtocolVersion(@Nullable String minProtocolVersion) {
        this.minProtocolVersion = minProtocolVersion;
    }

    public @Nullable String getMaxProtocolVersion() {
        return maxProtocolVersion;
    }

    public void setMaxProtocolVersion(@Nullable String maxProtocolVersion) {
        this.maxProtocolVersion = maxProtocolVersion;
    }

    public PgNativeTcpProperties getTcp() {
        return tcp;
    }

    public PgNativeSslProperties getSsl() {
        return ssl;
    }

    public PgNativeAuthenticationProperties getAuthentication() {
        return authentication;
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

        /**
         * Whether statements stay prepared at the server. Defaults to 'named', or to 'unnamed' with pooler mode
         * 'transaction' and with a size of 0.
         */
        private @Nullable StatementMode mode;

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

        public @Nullable StatementMode getMode() {
            return mode;
        }

        public void setMode(@Nullable StatementMode mode) {
            this.mode = mode;
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
