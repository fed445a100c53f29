package io.pgnative.client;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects and behaves. Immutable; made and checked by {@link PgClientBuilder}.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database database name
 * @param user role name
 * @param password asked for each new connection; null when there is none. Never part of a text
 * @param parameters run-time parameters sent in the StartupMessage, {@code application_name} among them
 * @param connectTimeout limit of opening one connection: name look-up, TCP, authentication
 * @param queryTimeout default limit of a call; null means none
 * @param shutdownTimeout how long {@link PgClient#close()} lets calls in flight go on
 * @param maxScramIterations the highest SCRAM iteration count accepted from a server
 * @param maxMessageSize the largest message, in bytes, accepted from a server once authenticated
 * @param limits how many rows are asked for and kept at a time
 * @param statementCache the cache of prepared statements of each connection
 * @param pool the pool
 * @param logging what is logged of the statements that run
 * @param listening the connection for listeners
 */
public record PgOptions(
        String host,
        int port,
        String database,
        String user,
        @Nullable Supplier<@Nullable String> password,
        Map<String, String> parameters,
        Duration connectTimeout,
        @Nullable Duration queryTimeout,
        Duration shutdownTimeout,
        int maxScramIterations,
        int maxMessageSize,
        Limits limits,
        StatementCache statementCache,
        Pool pool,
        Logging logging,
        Listening listening) {

    /**
     * How many rows are asked for and kept at a time.
     *
     * @param fetchSize rows that a stream asks the server for at a time; 0 adapts their number to their size
     * @param fetchSizeBytes how large, in bytes, a batch of rows of a stream is meant to be when their number adapts
     * @param maxResultRows the most rows of a result that is collected; 0 means no limit
     * @param maxResultBytes the most bytes of values of a result that is collected; 0 means no limit
     */
    public record Limits(int fetchSize, int fetchSizeBytes, long maxResultRows, long maxResultBytes) {}

    /**
     * The cache of prepared statements of each connection.
     *
     * @param size the most statements kept prepared; 0 switches caching off, so that the unnamed statement is used
     * @param maxLifetime how long a statement is kept after it was prepared, however often it is used, and how long
     *     other connections rely on what was learnt of its types; zero is for ever
     * @param maxSqlLength the longest text, in characters, that is cached; 0 means no limit
     */
    public record StatementCache(int size, Duration maxLifetime, int maxSqlLength) {}

    /**
     * The pool.
     *
     * @param name the name in metrics and messages
     * @param maxSize the most connections
     * @param minIdle the idle connections kept ready, also after losses and expiry, as far as {@code maxSize} allows
     * @param maxWaiting the most calls that may wait for a connection; more are refused at once
     * @param acquireTimeout how long a call may wait for a connection
     * @param idleTimeout how long a connection above {@code minIdle} may be idle before it is closed; zero is for ever
     * @param maxLifetime how long a connection may live; it is closed when next idle; zero is for ever
     * @param maxLifetimeJitter the part of {@code maxLifetime}, 0 to 1, by which lives are shortened at random
     * @param maxUses how often a connection is taken from the pool before it is closed; 0 means no limit
     * @param pipeliningLimit how many single statements one connection may carry at once; 1 is one after the other
     * @param validateAfterIdle how long a connection may have been idle to be used unchecked; zero checks always
     * @param validationTimeout how long the check may take before the connection is given up
     * @param resetPolicy what is undone of a session before somebody else uses it
     * @param leakDetectionThreshold how long somebody may keep a connection before a warning tells where he got it;
     *     zero never warns
     */
    public record Pool(
            String name,
            int maxSize,
            int minIdle,
            int maxWaiting,
            Duration acquireTimeout,
            Duration idleTimeout,
            Duration maxLifetime,
            double maxLifetimeJitter,
            int maxUses,
            int pipeliningLimit,
            Duration validateAfterIdle,
            Duration validationTimeout,
            ResetPolicy resetPolicy,
            Duration leakDetectionThreshold) {}

    /**
     * What is logged of the statements that run.
     *
     * @param slowQueryThreshold statements that take as long are logged as warnings by
     *     {@code io.pgnative.client.slow-query}; null logs none
     * @param includeParameters whether arguments are part of that, and of {@link QueryEvent}s
     */
    public record Logging(@Nullable Duration slowQueryThreshold, boolean includeParameters) {}

    /**
     * The connection for listeners, which does not belong to the pool.
     *
     * @param pingInterval how often it is checked whether the connection still lives; zero is never
     */
    public record Listening(Duration pingInterval) {}

    /**
     * The options without the password.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "PgOptions[host=" + host + ", port=" + port + ", database=" + database + ", user=" + user
                + ", parameters=" + parameters + ", connectTimeout=" + connectTimeout + ", queryTimeout="
                + queryTimeout + ", shutdownTimeout=" + shutdownTimeout + ", limits=" + limits + ", statementCache="
                + statementCache
                + ", pool=" + pool + ", logging=" + logging + ", listening=" + listening + "]";
    }
}
