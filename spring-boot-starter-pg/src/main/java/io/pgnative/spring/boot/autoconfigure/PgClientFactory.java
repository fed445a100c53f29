package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.ListenRecovery;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgJson;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/** Puts one client together from connection details, properties, the JSON mapper and customizers, in this order. */
class PgClientFactory {

    private final String name;
    private final PgNativeProperties properties;
    private final ClientConnection connection;
    private final @Nullable PgJson json;
    private final List<PgClientCustomizer> customizers;
    private final PgClientFailures failures;

    PgClientFactory(
            String name,
            PgNativeProperties properties,
            ClientConnection connection,
            @Nullable PgJson json,
            List<PgClientCustomizer> customizers,
            PgClientFailures failures) {
        this.name = name;
        this.properties = properties;
        this.connection = connection;
        this.json = json;
        this.customizers = customizers;
        this.failures = failures;
    }

    PgClient create(Vertx vertx) {
        PgClientBuilder builder = builder(vertx);
        try {
            connection.askAgain(builder);
            PgClient client = builder.build();
            connection.follow(client);
            return client;
        } catch (PgConfigurationException ex) {
            throw failures.invalidOption(ex);
        }
    }

    /** A builder of such a client, for those who need another one to the same database; what it holds was checked. */
    PgClientBuilder builder(Vertx vertx) {
        PgClientBuilder builder = PgClient.builder(vertx);
        try {
            connection.applyTo(builder);
            applyConnection(builder);
            applyLimits(builder);
            applyStatementCache(builder, properties.getStatementCache());
            applyPool(builder, properties.getPool());
            applyLogging(builder, properties.getLogging());
            applyListening(builder, properties.getListener());
            builder.json(json);
            customizers.forEach(customizer -> customizer.customize(name, builder));
            builder.options();
            return builder;
        } catch (PgConfigurationException ex) {
            throw failures.invalidOption(ex);
        }
    }

    private void applyConnection(PgClientBuilder builder) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getInitSql).whenHasText().to(value -> builder.initSql(value));
        map.from(properties::getQueryTimeout).to(value -> builder.queryTimeout(value));
        map.from(properties::getShutdownTimeout).to(value -> builder.shutdownTimeout(value));
        map.from(properties::getPoolerMode).to(value -> builder.poolerMode(value));
        map.from(properties::getMaxScramIterations).to(value -> builder.maxScramIterations(value));
        map.from(properties::getMaxMessageSize)
                .as(size -> toBytes("max-message-size", size))
                .to(value -> builder.maxMessageSize(value));
    }

    private void applyLimits(PgClientBuilder builder) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getFetchSize).to(value -> builder.fetchSize(value));
        map.from(properties::getFetchSizeBytes)
                .as(size -> toBytes("fetch-size-bytes", size))
                .to(value -> builder.fetchSizeBytes(value));
        map.from(properties::getMaxResultRows).to(value -> builder.maxResultRows(value));
        map.from(properties::getMaxResultSize).as(DataSize::toBytes).to(value -> builder.maxResultBytes(value));
    }

    private static void applyStatementCache(PgClientBuilder builder, PgNativeStatementCacheProperties cache) {
        PropertyMapper map = PropertyMapper.get();
        map.from(cache::getSize).to(value -> builder.statementCacheSize(value));
        map.from(cache::getMaxLifetime).to(value -> builder.statementCacheMaxLifetime(value));
        map.from(cache::getMaxSqlLength).to(value -> builder.statementCacheMaxSqlLength(value));
        map.from(cache::getMode).to(value -> builder.statementMode(value));
    }

    private void applyPool(PgClientBuilder builder, PgNativePoolProperties pool) {
        PropertyMapper map = PropertyMapper.get();
        map.from(pool::getName).orFrom(this::defaultPoolName).to(value -> builder.poolName(value));
        map.from(pool::getMaxSize).to(value -> builder.poolMaxSize(value));
        map.from(pool::getMinIdle).to(value -> builder.poolMinIdle(value));
        map.from(pool::getMaxWaiting).to(value -> builder.poolMaxWaiting(value));
        map.from(pool::getAcquireTimeout).to(value -> builder.poolAcquireTimeout(value));
        map.from(pool::getIdleTimeout).to(value -> builder.poolIdleTimeout(value));
        map.from(pool::getMaxLifetime).to(value -> builder.poolMaxLifetime(value));
        map.from(pool::getMaxUses).to(value -> builder.poolMaxUses(value));
        map.from(pool::getMaxLifetimeJitter).to(value -> builder.poolMaxLifetimeJitter(value));
        map.from(pool::getPipeliningLimit).to(value -> builder.poolPipeliningLimit(value));
        map.from(pool::getValidateAfterIdle).to(value -> builder.poolValidateAfterIdle(value));
        map.from(pool::getValidationTimeout).to(value -> builder.poolValidationTimeout(value));
        map.from(pool::getResetPolicy).to(value -> builder.resetPolicy(value));
        map.from(pool::getLeakDetectionThreshold).to(value -> builder.leakDetectionThreshold(value));
    }

    private static void applyLogging(PgClientBuilder builder, PgNativeLoggingProperties logging) {
        PropertyMapper map = PropertyMapper.get();
        map.from(logging::getSlowQueryThreshold).to(value -> builder.slowQueryThreshold(value));
        map.from(logging::isIncludeParameters).to(value -> builder.logParameters(value));
    }

    private static void applyListening(PgClientBuilder builder, PgNativeListenProperties listener) {
        PropertyMapper map = PropertyMapper.get();
        map.from(listener::getPingInterval).to(value -> builder.listenPingInterval(value));
        PgNativeListenProperties.Recovery given = listener.getRecovery();
        ListenRecovery recovery = ListenRecovery.DEFAULT;
        recovery = map.from(given::getMaxRetries).to(recovery, ListenRecovery::maxRetries);
        recovery = map.from(given::getDelay).to(recovery, ListenRecovery::delay);
        recovery = map.from(given::getMultiplier).to(recovery, ListenRecovery::multiplier);
        recovery = map.from(given::getMaxDelay).to(recovery, ListenRecovery::maxDelay);
        recovery = map.from(given::getJitter).to(recovery, ListenRecovery::jitter);
        builder.listenRecovery(recovery);
    }

    /** The client itself has one for the default client. */
    private @Nullable String defaultPoolName() {
        return name.equals(ClientBeans.DEFAULT_CLIENT) ? null : name;
    }

    private int toBytes(String property, DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw failures.invalid(property, "is " + size + ", the most is 1GB");
        }
        return (int) size.toBytes();
    }
}
