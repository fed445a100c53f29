package io.pgnative.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects and behaves. Immutable; made and checked by {@link PgClientBuilder}.
 *
 * @param hosts where servers are looked for, in order; at least one
 * @param targetSessionAttributes what a server has to be like
 * @param loadBalanceHosts the order in which the hosts are tried
 * @param poolerMode whether a connection is a session of the server, or a place at a pooler
 * @param database database name
 * @param user role name
 * @param target asked for each connection where it goes to, in place of hosts, database and user; null when these count
 * @param password asked for each host that a connection is attempted to; null when there is none. Never part of a text
 * @param parameters run-time parameters sent in the StartupMessage, {@code application_name} among them
 * @param connectTimeout limit of opening one connection: password, all hosts, name look-ups, TCP, TLS, authentication
 * @param hostTimeout limit of the attempt at one host, within {@code connectTimeout}; null shares the time that is left
 *     evenly among the hosts that are left
 * @param queryTimeout default limit of a call; null means none
 * @param shutdownTimeout how long {@link PgClient#close()} lets calls in flight go on
 * @param maxScramIterations the highest SCRAM iteration count accepted from a server
 * @param maxMessageSize the largest message, in bytes, accepted from a server once authenticated
 * @param tls whether and how TLS is spoken
 * @param authentication how the client authenticates, and what it does not let a server ask for
 * @param limits how many rows are asked for and kept at a time
 * @param statementCache the cache of prepared statements of each connection
 * @param pool the pool
 * @param logging what is logged of the statements that run
 * @param listening the connection for listeners
 * @param protocol which versions of the protocol are spoken
 * @param tcp what is set of TCP connections
 */
public record PgOptions(
        List<PgHost> hosts,
        TargetSessionAttributes targetSessionAttributes,
        LoadBalanceHosts loadBalanceHosts,
        PoolerMode poolerMode,
        String database,
        String user,
        @Nullable Supplier<PgTarget> target,
        @Nullable PasswordSource password,
        Map<String, String> parameters,
        Duration connectTimeout,
        @Nullable Duration hostTimeout,
        @Nullable Duration queryTimeout,
        Duration shutdownTimeout,
        int maxScramIterations,
        int maxMessageSize,
        Tls tls,
        Authentication authentication,
        Limits limits,
        StatementCache statementCache,
        Pool pool,
        Logging logging,
        Listening listening,
        Protocol protocol,
        Tcp tcp) {

    /**
     * The name of the first host.
     *
     * @return see {@link PgHost#name()}
     */
    public String host() {
        return hosts.get(0).name();
    }

    /**
     * The port of the first host.
     *
     * @return see {@link PgHost#port()}
     */
    public int port() {
        return hosts.get(0).port();
    }

    /**
     * The same options for connections that go elsewhere.
     *
     * @param other where to, and as whom
     * @return options whose target is this one
     */
    public PgOptions at(PgTarget other) {
        return new PgOptions(
                other.hosts(),
                targetSessionAttributes,
                loadBalanceHosts,
                poolerMode,
                other.database(),
                other.user(),
                null,
                password,
                parameters,
                connectTimeout,
                hostTimeout,
                queryTimeout,
                shutdownTimeout,
                maxScramIterations,
                maxMessageSize,
                tls,
                authentication,
                limits,
                statementCache,
                pool,
                logging,
                listening,
                protocol,
                tcp);
    }

    /**
     * Whether and how TLS is spoken. Files are read when a connection is opened, so that renewed ones are used.
     *
     * @param mode whether TLS is spoken and what is verified
     * @param negotiation how TLS begins
     * @param rootCert path of a PEM file with the root certificates, or {@link #SYSTEM} for those of the Java runtime;
     *     null when there are none
     * @param cert PEM file with the client's certificate and its chain; null when there is none
     * @param key file with its private key; null when there is none
     * @param keyPassword asked, on a worker thread, for the password of an encrypted key; null when there is none.
     *     Never part of a text
     * @param crl PEM file with revoked certificates; null when there is none
     * @param crlDir directory of such files; null when there is none
     * @param minVersion the oldest version of TLS spoken
     * @param maxVersion the newest; null is the newest that the Java runtime speaks
     * @param sni whether the host's name is sent in the clear (Server Name Indication), as some proxies need
     * @param certMode whether a client certificate is sent
     * @param keyManagers what takes the place of {@code cert} and {@code key}; null when these count
     * @param trustManagers what takes the place of {@code rootCert}, {@code crl} and {@code crlDir}; null when these
     *     count
     * @param material what takes the place of all of these as far as it holds them; null when there is none
     */
    public record Tls(
            SslMode mode,
            SslNegotiation negotiation,
            @Nullable String rootCert,
            @Nullable Path cert,
            @Nullable Path key,
            @Nullable Supplier<@Nullable String> keyPassword,
            @Nullable Path crl,
            @Nullable Path crlDir,
            TlsVersion minVersion,
            @Nullable TlsVersion maxVersion,
            boolean sni,
            SslCertMode certMode,
            @Nullable Supplier<KeyManagerFactory> keyManagers,
            @Nullable Supplier<TrustManagerFactory> trustManagers,
            @Nullable Supplier<TlsMaterial> material) {

        /** The {@code rootCert} that stands for the root certificates of the Java runtime. */
        public static final String SYSTEM = "system";

        /** No TLS at all. */
        public static final Tls DISABLED = new Tls(
                SslMode.DISABLE,
                SslNegotiation.POSTGRES,
                null,
                null,
                null,
                null,
                null,
                null,
                TlsVersion.TLSV1_2,
                null,
                true,
                SslCertMode.ALLOW,
                null,
                null,
                null);

        /**
         * The options without the key's password.
         *
         * @return a text for logs
         */
        @Override
        public String toString() {
            return "Tls[mode=" + mode + ", negotiation=" + negotiation + ", rootCert=" + rootCert + ", cert=" + cert
                    + ", crl=" + crl + ", crlDir=" + crlDir + ", minVersion=" + minVersion + ", maxVersion="
                    + maxVersion + ", sni=" + sni + ", certMode=" + certMode + "]";
        }
    }

    /**
     * How the client authenticates, and what it does not let a server ask for.
     *
     * @param requireAuth the methods that a server may ask for, never empty; {@link AuthenticationMethod#NONE} among
     *     them if it may ask for nothing
     * @param channelBinding whether authentication is bound to the TLS channel
     * @param cleartextUnverified whether the password is sent in the clear, if the server asks for that, to a server
     *     that TLS does not verify
     * @param md5Unverified whether an MD5 hash of the password is sent, if the server asks for that, to such a server
     * @param oauthToken asked, on a worker thread, for the bearer token of a connection; null when there is none. Never
     *     part of a text
     * @param gss how the client authenticates by Kerberos
     */
    public record Authentication(
            Set<AuthenticationMethod> requireAuth,
            ChannelBinding channelBinding,
            boolean cleartextUnverified,
            boolean md5Unverified,
            @Nullable Supplier<@Nullable String> oauthToken,
            Gss gss) {

        /** Anything but what tells the password, or a hash that stands for it, to a server that TLS does not verify. */
        public static final Authentication DEFAULT = new Authentication(
                Set.of(AuthenticationMethod.values()), ChannelBinding.PREFER, false, false, null, Gss.DEFAULT);

        /**
         * The options without the token.
         *
         * @return a text for logs
         */
        @Override
        public String toString() {
            return "Authentication[requireAuth=" + requireAuth + ", channelBinding=" + channelBinding
                    + ", cleartextUnverified=" + cleartextUnverified + ", md5Unverified=" + md5Unverified + ", gss="
                    + gss + "]";
        }
    }

    /**
     * Kerberos through GSSAPI.
     *
     * @param configured whether a server may ask for it; if not, it would be refused for that
     * @param serviceName the first part of the server's principal, before its host
     * @param delegation whether the server is given a ticket to act in the user's name with
     * @param credentials asked, on a worker thread, for the credentials of a connection; null when there are none but
     *     those of the process. Never part of a text
     */
    public record Gss(
            boolean configured,
            String serviceName,
            boolean delegation,
            @Nullable Supplier<@Nullable GSSCredential> credentials) {

        /** Not configured. */
        public static final Gss DEFAULT = new Gss(false, "postgres", false, null);

        /**
         * The options without the credentials.
         *
         * @return a text for logs
         */
        @Override
        public String toString() {
            return "Gss[configured=" + configured + ", serviceName=" + serviceName + ", delegation=" + delegation + "]";
        }
    }

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
     * @param mode whether statements stay prepared at the server at all
     */
    public record StatementCache(int size, Duration maxLifetime, int maxSqlLength, StatementMode mode) {}

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
     * @param recovery how another one is opened when it was lost
     */
    public record Listening(Duration pingInterval, ListenRecovery recovery) {}

    /**
     * Which versions of the protocol are spoken.
     *
     * @param minVersion the oldest one
     * @param maxVersion the one that servers are asked for; they may answer that they speak an older one
     */
    public record Protocol(ProtocolVersion minVersion, ProtocolVersion maxVersion) {

        /** The version that every server and every pooler speaks. */
        public static final Protocol DEFAULT = new Protocol(ProtocolVersion.V3_0, ProtocolVersion.V3_0);
    }

    /**
     * What is set of TCP connections. Zero leaves a value to the operating system.
     *
     * @param keepalives whether the operating system finds out that the peer of an idle connection has vanished; if
     *     not, the other three of these say nothing
     * @param keepalivesIdle how long a connection is idle before the first keepalive is sent, in whole seconds
     * @param keepalivesInterval how long after a lost keepalive the next one is sent, in whole seconds
     * @param keepalivesCount how many keepalives may be lost before the connection is given up
     * @param userTimeout how long what was sent may stay unacknowledged before the connection is given up
     */
    public record Tcp(
            boolean keepalives,
            Duration keepalivesIdle,
            Duration keepalivesInterval,
            int keepalivesCount,
            Duration userTimeout) {

        /** Keepalives as the operating system sends them. */
        public static final Tcp DEFAULT = new Tcp(true, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
    }

    /**
     * The options without the password.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "PgOptions[hosts=" + hosts + ", targetSessionAttributes=" + targetSessionAttributes
                + ", loadBalanceHosts=" + loadBalanceHosts + ", poolerMode=" + poolerMode + ", database=" + database
                + ", user=" + user
                + ", parameters=" + parameters + ", connectTimeout=" + connectTimeout + ", hostTimeout="
                + hostTimeout + ", queryTimeout=" + queryTimeout + ", shutdownTimeout=" + shutdownTimeout + ", tls="
                + tls + ", authentication=" + authentication + ", limits=" + limits + ", statementCache="
                + statementCache + ", pool=" + pool + ", logging=" + logging + ", listening=" + listening
                + ", protocol=" + protocol + ", tcp=" + tcp + "]";
    }
}
