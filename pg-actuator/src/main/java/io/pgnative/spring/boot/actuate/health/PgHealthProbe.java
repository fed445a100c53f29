package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.PoolStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Asks a server through its pool how it is, and answers within its own time limit.
 *
 * <p>A pool of which no connection falls free in that time is busy, or its server has vanished. A quarter of the time
 * is left to the pool alone; if it is full then, the server is asked besides it, on one connection that is closed at
 * once. If it answers, if only that it has no room, the answer is UP with {@code pool.saturated}, or OUT_OF_SERVICE if
 * that is asked for. OUT_OF_SERVICE is, too, a standby where a primary is expected, or the other way round. A server
 * that cannot be reached, or that got the question and does not answer, is DOWN. Details hold no user, no address and
 * no SQL; the full text of a failure is logged, once per outage.
 */
final class PgHealthProbe {

    private static final Logger logger = LoggerFactory.getLogger(PgHealthProbe.class);

    private final PgClient client;
    private final PgHealthOptions options;
    private final OneAtATime<ThroughThePool.Answer, ThroughThePool> throughThePool;
    private final OneAtATime<@Nullable Void, BesidesThePool> besidesThePool;
    private final AtomicBoolean outage = new AtomicBoolean();

    PgHealthProbe(PgClient client, PgHealthOptions options) {
        this.client = client;
        this.options = options;
        this.throughThePool = new OneAtATime<>(client);
        this.besidesThePool = new OneAtATime<>(client);
    }

    /**
     * Asks.
     *
     * @param clock tells when the time limit is over
     * @return completes normally within the time limit
     */
    CompletableFuture<Health> check(PgHealthCheck.Clock clock) {
        return new PgHealthCheck(this, options.timeout()).begin(clock);
    }

    /** Asks and waits, no longer than the time limit. */
    Health await() {
        return new PgHealthCheck(this, options.timeout()).await();
    }

    /** The question that is under way. */
    ThroughThePool throughThePool() {
        return throughThePool.ask(new ThroughThePool(options.timeout()));
    }

    /** The question that is under way. */
    BesidesThePool besidesThePool() {
        return besidesThePool.ask(new BesidesThePool(options.timeout()));
    }

    boolean isSaturated() {
        return isSaturated(client.statistics());
    }

    /** Somebody was heard. */
    void reached() {
        if (outage.compareAndSet(true, false)) {
            logger.info("PostgreSQL pool \"{}\" reaches its server again", poolName());
        }
    }

    /** Nobody was heard. */
    void lost(Throwable told) {
        if (outage.compareAndSet(false, true)) {
            logger.warn("PostgreSQL pool \"{}\" does not reach its server: {}", poolName(), textOf(unwrap(told)));
        }
    }

    /** It is not known whether anybody was heard. */
    void broken(Throwable failure) {
        if (outage.compareAndSet(false, true)) {
            logger.error("The health of a PostgreSQL pool cannot be told", failure);
        }
    }

    Health up(ThroughThePool.Answer answer) {
        boolean fits = options.role().accepts(answer.isStandby());
        Health.Builder health = fits ? Health.up() : Health.outOfService();
        health.withDetail("database", answer.database())
                .withDetail("version", answer.version())
                .withDetail("role", answer.isStandby() ? "standby" : "primary");
        if (!fits) {
            health.withDetail("expectedRole", answer.isStandby() ? "primary" : "standby");
        }
        return health.withDetail("latency", answer.latency())
                .withDetail("pool", pool(client.statistics()))
                .build();
    }

    Health saturated() {
        return Health.status(whenSaturated())
                .withDetail("database", client.options().database())
                .withDetail("pool", pool(client.statistics()))
                .build();
    }

    Health down(Throwable told) {
        return Health.down()
                .withDetail("database", client.options().database())
                .withDetail("pool", pool(client.statistics()))
                .withDetail("error", kindOf(unwrap(told)))
                .build();
    }

    /** Asks the client for nothing more. */
    Health untold(Throwable failure) {
        return Health.down().withDetail("error", kindOf(unwrap(failure))).build();
    }

    private Status whenSaturated() {
        return options.isOutOfServiceWhenSaturated() ? Status.OUT_OF_SERVICE : Status.UP;
    }

    private String poolName() {
        return client.options().pool().name();
    }

    private String textOf(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer within " + options.timeout().toMillis() + " ms"
                : String.valueOf(failure.getMessage());
    }

    /** Messages of the server may name the user, so only the kind of failure is told. */
    private String kindOf(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return textOf(failure);
        }
        String name = failure.getClass().getSimpleName();
        return failure instanceof PgException pg && pg.sqlState() != null ? name + " (" + pg.sqlState() + ")" : name;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable told =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        // The client may have been asked to make Spring's exceptions of its own.
        return told.getCause() instanceof PgException ours && !(told instanceof PgException) ? ours : told;
    }

    private static boolean isSaturated(PoolStatistics statistics) {
        return statistics.busy() >= statistics.maxSize();
    }

    private static Map<String, Object> pool(PoolStatistics statistics) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("size", statistics.size());
        details.put("max", statistics.maxSize());
        details.put("idle", statistics.idle());
        details.put("busy", statistics.busy());
        details.put("waiting", statistics.waiting());
        details.put("saturated", isSaturated(statistics));
        return details;
    }
}
