package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.spring.boot.autoconfigure.PgNativePoolProperties.Initialization;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.SmartLifecycle;

/**
 * Owns the auto-configured client: opens it as {@code spring.pgnative.pool.initialization} says, suspends it while the
 * context is stopped or paused, resumes it when that is started again, and closes it for good when the context closes.
 *
 * <p>It stops after the web server has ended its requests and the schedulers their tasks, and starts before them. In a
 * context that closes, stopping is only waiting for what is under way: calls are taken until this bean is destroyed,
 * which comes after all beans that use the client. What Spring does not wait for, since a phase may take no longer than
 * it says, is waited for then.
 */
class PgClientLifecycle implements SmartLifecycle, InitializingBean, DisposableBean {

    static final int PHASE = Integer.MAX_VALUE / 4;

    private static final Logger logger = LoggerFactory.getLogger(PgClientLifecycle.class);

    /** On top of the time that calls get to end: to cancel them and to say good-bye to the server. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final PgClient client;
    private final Initialization initialization;
    private final Duration startupTimeout;
    private final boolean locatedByProperties;
    private final PgClientFailures failures;
    private final BooleanSupplier isContextClosing;
    private volatile boolean running;
    private volatile @Nullable Drain drain;

    PgClientLifecycle(
            PgClient client,
            Initialization initialization,
            Duration startupTimeout,
            boolean locatedByProperties,
            PgClientFailures failures,
            BooleanSupplier isContextClosing) {
        this.client = client;
        this.initialization = initialization;
        this.startupTimeout = startupTimeout;
        this.locatedByProperties = locatedByProperties;
        this.failures = failures;
        this.isContextClosing = isContextClosing;
    }

    PgClient client() {
        return client;
    }

    @Override
    public void afterPropertiesSet() {
        PgOptions options = client.options();
        logger.info(
                "PostgreSQL pool \"{}\" uses {}/{} as user {}",
                options.pool().name(),
                options.hosts().stream().map(PgHost::toString).collect(Collectors.joining(", ")),
                options.database(),
                options.user());
        if (initialization == Initialization.FAIL_FAST) {
            connectOrFail();
        }
    }

    private void connectOrFail() {
        try {
            FirstConnection.open(client, startupTimeout);
        } catch (ExecutionException ex) {
            Throwable reason = ex.getCause() != null ? ex.getCause() : ex;
            close(Duration.ZERO);
            throw failures.cannotConnect(reason, client.options(), locatedByProperties);
        }
    }

    @Override
    public void start() {
        client.resume();
        running = true;
        if (initialization == Initialization.EAGER) {
            FirstConnection.open(client)
                    .onFailure(ex -> logger.warn(
                            "PostgreSQL pool \"{}\" could not open its first connection, and will try again when one is"
                                    + " needed: {}",
                            client.options().pool().name(),
                            ex.getMessage()));
        }
    }

    @Override
    public void stop() {
        running = false;
        Duration grace = client.options().shutdownTimeout();
        if (isContextClosing.getAsBoolean()) {
            awaitEnd(Future.fromCompletionStage(drain().end()), grace.plus(MARGIN), "drained");
        } else {
            awaitEnd(client.suspend(grace), grace.plus(MARGIN), "suspended");
        }
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        if (isContextClosing.getAsBoolean()) {
            drain().end().thenRun(callback);
            return;
        }
        client.suspend(client.options().shutdownTimeout()).onComplete(result -> {
            if (result.failed()) {
                logger.warn(
                        "PostgreSQL pool \"{}\" was not suspended cleanly",
                        client.options().pool().name(),
                        result.cause());
            }
            callback.run();
        });
    }

    private Drain drain() {
        Drain begun = Drain.begin(client, client.options().shutdownTimeout());
        drain = begun;
        return begun;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void destroy() {
        close(graceLeft());
        running = false;
    }

    /** A context that was stopped or paused has given calls all their time, one that closes perhaps a part of it. */
    private Duration graceLeft() {
        Drain begun = drain;
        if (begun != null) {
            return begun.left();
        }
        return running ? client.options().shutdownTimeout() : Duration.ZERO;
    }

    private void close(Duration grace) {
        awaitEnd(client.close(grace), grace.plus(MARGIN), "closed");
    }

    private void awaitEnd(Future<?> end, Duration limit, String what) {
        String name = client.options().pool().name();
        try {
            BoundedWait.await(end, limit);
        } catch (ExecutionException ex) {
            logger.warn("PostgreSQL pool \"{}\" was not {} cleanly", name, what, ex.getCause());
        } catch (TimeoutException ex) {
            logger.warn("PostgreSQL pool \"{}\" was not {} within {}", name, what, limit);
        }
    }
}
