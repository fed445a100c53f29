package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PoolerMode;
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

/**
 * Configuration properties of one PostgreSQL client: of the default one, of each one of
 * {@code spring.pgnative.clients}, and, bound under a prefix of its own, of one that is made with a {@link PgClients}.
 */
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

    /**
     * Schemas, in this order, in which names that name none are looked for; the first one is where new objects are
     * created. Sent as the run-time parameter 'search_path'. Defaults to what the role, the database or the server say.
     */
    private List<String> schema = new ArrayList<>();

    /**
     * Time after which the server itself cancels a statement; 0 is never. Sent as the run-time parameter
     * 'statement_timeout'. Defaults to what the role, the database or the server say.
     */
    private @Nullable Duration statementTimeout;

    /**
     * Time that the server lets a statement wait for a lock; 0 is unlimited. Sent as the run-time parameter
     * 'lock_timeout'. Defaults to what the role, the database or the server say.
     */
    private @Nullable Duration lockTimeout;

    /**
     * Time after which the server ends a session that is idle inside a transaction; 0 is never. Sent as the run-time
     * parameter 'idle_in_transaction_session_timeout'. Defaults to what the role, the database or the server say.
     */
    private @Nullable Duration idleInTransactionTimeout;

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

    @NestedConfigurationProperty
    private final PgNativeStatementCacheProperties statementCache = new PgNativeStatementCacheProperties();

    @NestedConfigurationProperty
    private final PgNativePoolProperties pool = new PgNativePoolProperties();

    @NestedConfigurationProperty
    private final PgNativeSslProperties ssl = new PgNativeSslProperties();

    @NestedConfigurationProperty
    private final PgNativeTcpProperties tcp = new PgNativeTcpProperties();

    @NestedConfigurationProperty
    private final PgNativeAuthenticationProperties authentication = new PgNativeAuthenticationProperties();

    @NestedConfigurationProperty
    private final PgNativeLoggingProperties logging = new PgNativeLoggingProperties();

    @NestedConfigurationProperty
    private final PgNativeListenProperties listener = new PgNativeListenProperties();

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

    public List<String> getSchema() {
        return schema;
    }

    public void setSchema(List<String> schema) {
        this.schema = schema;
    }

    public @Nullable Duration getStatementTimeout() {
        return statementTimeout;
    }

    public void setStatementTimeout(@Nullable Duration statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    public @Nullable Duration getLockTimeout() {
        return lockTimeout;
    }

    public void setLockTimeout(@Nullable Duration lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    public @Nullable Duration getIdleInTransactionTimeout() {
        return idleInTransactionTimeout;
    }

    public void setIdleInTransactionTimeout(@Nullable Duration idleInTransactionTimeout) {
        this.idleInTransactionTimeout = idleInTransactionTimeout;
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

    public PgNativeStatementCacheProperties getStatementCache() {
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

    public PgNativeLoggingProperties getLogging() {
        return logging;
    }

    public PgNativeListenProperties getListener() {
        return listener;
    }
}
