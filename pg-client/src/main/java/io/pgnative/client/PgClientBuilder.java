package io.pgnative.client;

import io.pgnative.client.config.ExplicitOptions;
import io.pgnative.client.config.OptionsResolver;
import io.pgnative.client.config.Surroundings;
import io.pgnative.client.face.ClientFace;
import io.pgnative.client.face.Edge;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link PgClient}. What is set here wins over the {@link #dsn(String) DSN}, whatever the order of calls;
 * the DSN wins over the {@link #service service file}, and that over the {@link #environment environment}. Values are
 * checked by {@link #options()} and {@link #build()}, which fail with a {@link PgConfigurationException} that names the
 * option.
 */
public final class PgClientBuilder extends PgClientReporting {

    private @Nullable Duration queryTimeout;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private int maxScramIterations = 100_000;
    private int maxMessageSize = 1 << 30;
    private int fetchSize;
    private int fetchSizeBytes = 256 * 1024;
    private long maxResultRows;
    private long maxResultBytes;
    private PoolerMode poolerMode = PoolerMode.SESSION;
    private int statementCacheSize = 100;
    private Duration statementCacheMaxLifetime = Duration.ofSeconds(300);
    private int statementCacheMaxSqlLength = 15 * 1024;
    private @Nullable StatementMode statementMode;
    private String poolName = "pgnative";
    private int poolMaxSize = 10;
    private int poolMinIdle;
    private int poolMaxWaiting = 10_000;
    private Duration poolAcquireTimeout = Duration.ofSeconds(5);
    private Duration poolIdleTimeout = Duration.ofMinutes(10);
    private Duration poolMaxLifetime = Duration.ofMinutes(30);
    private double poolMaxLifetimeJitter = 0.1;
    private int poolMaxUses;
    private int poolPipeliningLimit = 16;
    private Duration poolValidateAfterIdle = Duration.ofSeconds(30);
    private Duration poolValidationTimeout = Duration.ofSeconds(2);
    private @Nullable ResetPolicy resetPolicy;
    private Duration leakDetectionThreshold = Duration.ZERO;
    private @Nullable PgJson json;
    private final Map<String, TypeChoice> codecs = new LinkedHashMap<>();

    PgClientBuilder(Vertx vertx) {
        super(vertx);
    }

    @Override
    PgClientBuilder self() {
        return this;
    }

    /**
     * @param timeout default limit of a call; null, the default, means none
     * @return this
     */
    public PgClientBuilder queryTimeout(@Nullable Duration timeout) {
        this.queryTimeout = timeout;
        return this;
    }

    /**
     * @param timeout how long {@link PgClient#close()} lets calls in flight go on; default 10 s
     * @return this
     */
    public PgClientBuilder shutdownTimeout(Duration timeout) {
        this.shutdownTimeout = timeout;
        return this;
    }

    /**
     * @param iterations the highest SCRAM iteration count accepted; default 100,000
     * @return this
     */
    public PgClientBuilder maxScramIterations(int iterations) {
        this.maxScramIterations = iterations;
        return this;
    }

    /**
     * @param bytes the largest message accepted; default and maximum 1 GiB
     * @return this
     */
    public PgClientBuilder maxMessageSize(int bytes) {
        this.maxMessageSize = bytes;
        return this;
    }

    /**
     * @param rows rows that a stream asks the server for at a time; 0, the default, adapts their number to their size
     * @return this
     */
    public PgClientBuilder fetchSize(int rows) {
        this.fetchSize = rows;
        return this;
    }

    /**
     * @param bytes how large a batch of rows of a stream is meant to be when their number adapts, 1 KiB to 1 GiB;
     *     default 256 KiB
     * @return this
     */
    public PgClientBuilder fetchSizeBytes(int bytes) {
        this.fetchSizeBytes = bytes;
        return this;
    }

    /**
     * Limits results that are collected. A call whose result is larger fails with a {@link PgDataException}; the rest
     * of the result is read and dropped, and the connection stays usable. Streams and cursors have no such limit.
     *
     * @param rows the most rows; 0, the default, means no limit
     * @return this
     */
    public PgClientBuilder maxResultRows(long rows) {
        this.maxResultRows = rows;
        return this;
    }

    /**
     * Limits results that are collected, as {@link #maxResultRows} does, by their size.
     *
     * @param bytes the most bytes of values, as the server sends them; 0, the default, means no limit
     * @return this
     */
    public PgClientBuilder maxResultBytes(long bytes) {
        this.maxResultBytes = bytes;
        return this;
    }

    /**
     * Says what is at the other end of a connection. With {@link PoolerMode#TRANSACTION} neither {@link #initSql} nor
     * {@link #onConnect} nor {@link #onAcquire} nor a {@link #resetPolicy} can be set, since they would act on a server
     * connection that others are given next.
     *
     * @param mode default {@link PoolerMode#SESSION}
     * @return this
     */
    public PgClientBuilder poolerMode(PoolerMode mode) {
        this.poolerMode = mode;
        return this;
    }

    /**
     * @param size statements kept prepared per connection; default 100; 0 uses the unnamed statement
     * @return this
     */
    public PgClientBuilder statementCacheSize(int size) {
        this.statementCacheSize = size;
        return this;
    }

    /**
     * @param lifetime how long a statement stays prepared; default 300 s; zero is for ever
     * @return this
     */
    public PgClientBuilder statementCacheMaxLifetime(Duration lifetime) {
        this.statementCacheMaxLifetime = lifetime;
        return this;
    }

    /**
     * @param characters the longest text that is cached; default 15,360; 0 means no limit
     * @return this
     */
    public PgClientBuilder statementCacheMaxSqlLength(int characters) {
        this.statementCacheMaxSqlLength = characters;
        return this;
    }

    /**
     * Sets whether statements stay prepared at the server.
     *
     * @param mode null, the default, is {@link StatementMode#NAMED}, or {@link StatementMode#UNNAMED} with
     *     {@link PoolerMode#TRANSACTION} and with a {@link #statementCacheSize} of 0
     * @return this
     */
    public PgClientBuilder statementMode(@Nullable StatementMode mode) {
        this.statementMode = mode;
        return this;
    }

    /**
     * @param name the pool's name in metrics and messages; default {@code pgnative}
     * @return this
     */
    public PgClientBuilder poolName(String name) {
        this.poolName = name;
        return this;
    }

    /**
     * @param size the most connections; default 10
     * @return this
     */
    public PgClientBuilder poolMaxSize(int size) {
        this.poolMaxSize = size;
        return this;
    }

    /**
     * @param connections idle connections kept ready; default 0
     * @return this
     */
    public PgClientBuilder poolMinIdle(int connections) {
        this.poolMinIdle = connections;
        return this;
    }

    /**
     * @param calls the most calls that may wait; default 10,000
     * @return this
     */
    public PgClientBuilder poolMaxWaiting(int calls) {
        this.poolMaxWaiting = calls;
        return this;
    }

    /**
     * @param timeout how long a call may wait for a connection; default 5 s
     * @return this
     */
    public PgClientBuilder poolAcquireTimeout(Duration timeout) {
        this.poolAcquireTimeout = timeout;
        return this;
    }

    /**
     * @param timeout how long a connection may be idle; default 10 min; zero is for ever
     * @return this
     */
    public PgClientBuilder poolIdleTimeout(Duration timeout) {
        this.poolIdleTimeout = timeout;
        return this;
    }

    /**
     * @param lifetime how long a connection may live; default 30 min; zero is for ever
     * @return this
     */
    public PgClientBuilder poolMaxLifetime(Duration lifetime) {
        this.poolMaxLifetime = lifetime;
        return this;
    }

    /**
     * @param part the part of the maximal life time, 0 to 1, by which lives are shortened at random; default 0.1
     * @return this
     */
    public PgClientBuilder poolMaxLifetimeJitter(double part) {
        this.poolMaxLifetimeJitter = part;
        return this;
    }

    /**
     * Sets how often a connection is used before another takes its place: how often it is taken from the pool, for one
     * call or for several. Statements that are sent behind another one do not count.
     *
     * @param uses 0, the default, means no limit
     * @return this
     */
    public PgClientBuilder poolMaxUses(int uses) {
        this.poolMaxUses = uses;
        return this;
    }

    /**
     * How many single statements one connection may carry at once when many calls wait. Statements are sent behind
     * others only while these are known to be fast; batches, scripts, transactions and acquired connections never
     * share.
     *
     * @param statements 1 to 1024; 1 sends each statement when the one before has ended; default 16
     * @return this
     */
    public PgClientBuilder poolPipeliningLimit(int statements) {
        this.poolPipeliningLimit = statements;
        return this;
    }

    /**
     * @param idle how long a connection may have been idle to be used unchecked; default 30 s
     * @return this
     */
    public PgClientBuilder poolValidateAfterIdle(Duration idle) {
        this.poolValidateAfterIdle = idle;
        return this;
    }

    /**
     * @param timeout how long that check may take; default 2 s
     * @return this
     */
    public PgClientBuilder poolValidationTimeout(Duration timeout) {
        this.poolValidationTimeout = timeout;
        return this;
    }

    /**
     * @param policy what is undone of a session before somebody else uses it; null, the default, is
     *     {@link ResetPolicy#FAST}, or {@link ResetPolicy#NONE} with {@link PoolerMode#TRANSACTION}, which takes no
     *     other
     * @return this
     */
    public PgClientBuilder resetPolicy(@Nullable ResetPolicy policy) {
        this.resetPolicy = policy;
        return this;
    }

    /**
     * Sets how long somebody may keep a connection before a warning is logged, once, with the stack of the call that
     * acquired it. Taking the stack costs some microseconds for each connection that is acquired.
     *
     * @param threshold zero, the default, never warns
     * @return this
     */
    public PgClientBuilder leakDetectionThreshold(Duration threshold) {
        this.leakDetectionThreshold = threshold;
        return this;
    }

    /**
     * Sets what objects of any class are written to and read from {@code json} and {@code jsonb} with.
     *
     * @param mapper a JSON mapper; null, the default, leaves the classes that need none: text, numbers, booleans, maps,
     *     lists, {@link io.vertx.core.json.JsonObject} and {@link io.vertx.core.json.JsonArray}
     * @return this
     */
    public PgClientBuilder json(@Nullable PgJson mapper) {
        this.json = mapper;
        return this;
    }

    /**
     * Sets the codec of a type, on all connections. The type is looked up when a statement is first prepared, which
     * fails with a {@link PgMisuseException} while there is no such type, or when it cannot have the codec.
     *
     * @param typeName the type as {@code regtype} takes it: {@code geometry}, {@code public.geometry}, {@code "Mixed"},
     *     {@code double precision}. Without a schema it is looked for on the search path of the connection that needs
     *     it first
     * @param codec reads and writes its values
     * @return this
     */
    public PgClientBuilder codec(String typeName, PgCodec<?> codec) {
        return choose(typeName, TypeChoice.codec(codec));
    }

    /**
     * Exchanges a type as another one, on all connections: a domain, or a base type of an extension, that has the same
     * text and binary forms as a type that the client knows.
     *
     * @param typeName the type, as in {@link #codec}
     * @param codecName the other type, built in or of a known extension: {@code text}, {@code int}, {@code hstore}
     * @return this
     */
    public PgClientBuilder builtinCodec(String typeName, String codecName) {
        return choose(typeName, TypeChoice.builtin(codecName));
    }

    /**
     * Maps a Java enum to an enum type, on all connections. A constant stands for the label that is its name, or its
     * name in lower case. One that has no label yet goes by its name in lower case if all labels are written so.
     *
     * @param type the Java enum
     * @param typeName the type, as in {@link #codec}
     * @return this
     */
    public PgClientBuilder mapEnum(Class<? extends Enum<?>> type, String typeName) {
        return choose(typeName, TypeChoice.enumByName(type));
    }

    /**
     * Maps a Java enum to an enum type, on all connections.
     *
     * @param type the Java enum
     * @param typeName the type, as in {@link #codec}
     * @param label gives the label of a constant; no two may have the same
     * @param <E> the Java enum
     * @return this
     */
    public <E extends Enum<E>> PgClientBuilder mapEnum(
            Class<E> type, String typeName, Function<? super E, String> label) {
        return choose(typeName, TypeChoice.enumClass(type, label));
    }

    /**
     * Reads a composite type as a Java class where none is asked for, on all connections.
     *
     * @param type the class, which {@code row.get(column, type)} can make of the composite
     * @param typeName the type, as in {@link #codec}
     * @return this
     */
    public PgClientBuilder mapComposite(Class<?> type, String typeName) {
        return choose(typeName, TypeChoice.compositeClass(type));
    }

    private PgClientBuilder choose(String typeName, TypeChoice choice) {
        codecs.put(Objects.requireNonNull(typeName, "typeName"), choice);
        return this;
    }

    /**
     * Checks what was set and resolves it with the DSN and the defaults.
     *
     * @return the options
     * @throws PgConfigurationException naming the option that cannot be used
     */
    public PgOptions options() {
        checkHooks(poolerMode, resetPolicy());
        return OptionsResolver.resolve(
                vertx,
                environment && isDsnTrusted ? Surroundings.ofProcess() : Surroundings.NONE,
                new ExplicitOptions(
                        dsn,
                        isDsnTrusted,
                        keywords,
                        hosts,
                        target,
                        password,
                        parameters,
                        connectTimeout,
                        hostTimeout,
                        new ExplicitOptions.Tls(tls.keyPassword, tls.keyManagers, tls.trustManagers, tls.material),
                        new ExplicitOptions.Authentication(
                                authentication.cleartextUnverified,
                                authentication.md5Unverified,
                                authentication.oauthToken,
                                authentication.gssCredentials)),
                queryTimeout,
                shutdownTimeout,
                maxScramIterations,
                maxMessageSize,
                poolerMode,
                new PgOptions.Limits(fetchSize, fetchSizeBytes, maxResultRows, maxResultBytes),
                new PgOptions.StatementCache(
                        statementCacheSize,
                        statementCacheMaxLifetime,
                        statementCacheMaxSqlLength,
                        statementMode != null ? statementMode : defaultStatementMode()),
                new PgOptions.Pool(
                        poolName,
                        poolMaxSize,
                        poolMinIdle,
                        poolMaxWaiting,
                        poolAcquireTimeout,
                        poolIdleTimeout,
                        poolMaxLifetime,
                        poolMaxLifetimeJitter,
                        poolMaxUses,
                        poolPipeliningLimit,
                        poolValidateAfterIdle,
                        poolValidationTimeout,
                        resetPolicy(),
                        leakDetectionThreshold),
                logging(),
                listening());
    }

    private StatementMode defaultStatementMode() {
        return poolerMode == PoolerMode.TRANSACTION || statementCacheSize == 0
                ? StatementMode.UNNAMED
                : StatementMode.NAMED;
    }

    private ResetPolicy resetPolicy() {
        if (resetPolicy != null) {
            return resetPolicy;
        }
        return poolerMode == PoolerMode.TRANSACTION ? ResetPolicy.NONE : ResetPolicy.FAST;
    }

    /**
     * Makes the client. No connection is opened before it is needed, or the minimum of idle ones asks for it.
     *
     * @return the client
     * @throws PgConfigurationException naming the option that cannot be used
     */
    public PgClient build() {
        return ClientFace.create(
                vertx,
                options(),
                ClientTypes.of(json, codecs),
                noticeHandler(),
                queryListener(),
                queryObserver(),
                connectHooks(),
                acquireHooks(),
                Edge.of(transactionScope(), failureMapper()));
    }
}
