package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.Row;
import io.pgnative.client.ServerVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Asks a server through its pool how it is, and answers within its own time limit.
 *
 * <p>A pool of which no connection falls free in that time is busy, not down: then the answer is UP with
 * {@code pool.saturated}, or OUT_OF_SERVICE if that is asked for. OUT_OF_SERVICE is, too, a standby where a primary is
 * expected, or the other way round. A server that cannot be reached, or that got the question and does not answer, is
 * DOWN. Details hold no user, no address and no SQL; the full text of a failure is logged, once per outage.
 */
final class PgHealthProbe {

    private static final Logger logger = LoggerFactory.getLogger(PgHealthProbe.class);

    private static final String QUESTION =
            "select current_database(), current_setting('server_version'), pg_is_in_recovery()";

    private final PgClient client;
    private final PgHealthOptions options;
    private final AtomicReference<@Nullable Attempt> pending = new AtomicReference<>();
    private final AtomicBoolean outage = new AtomicBoolean();

    PgHealthProbe(PgClient client, PgHealthOptions options) {
        this.client = client;
        this.options = options;
    }

    /**
     * Asks.
     *
     * @return completes normally within the time limit
     */
    CompletableFuture<Health> check() {
        Attempt attempt = attempt();
        return attempt.answer
                .copy()
                .orTimeout(options.timeout().toNanos(), TimeUnit.NANOSECONDS)
                .handle((answer, failure) -> failure == null ? up(answer) : failed(attempt, unwrap(failure)));
    }

    /** The attempt that is still waiting, if there is one: polls of a full pool must not fill its queue. */
    private Attempt attempt() {
        Attempt fresh = new Attempt();
        Attempt running = pending.compareAndExchange(null, fresh);
        if (running != null) {
            return running;
        }
        fresh.answer.whenComplete((answer, failure) -> pending.set(null));
        fresh.start(client, options.timeout());
        return fresh;
    }

    private Health up(Answer answer) {
        if (outage.compareAndSet(true, false)) {
            logger.info("PostgreSQL pool \"{}\" reaches its server again", poolName());
        }
        boolean fits = options.role().accepts(answer.isStandby);
        Health.Builder health = fits ? Health.up() : Health.outOfService();
        health.withDetail("database", answer.database)
                .withDetail("version", answer.version)
                .withDetail("role", answer.isStandby ? "standby" : "primary");
        if (!fits) {
            health.withDetail("expectedRole", answer.isStandby ? "primary" : "standby");
        }
        return health.withDetail("latency", answer.latency)
                .withDetail("pool", pool(client.statistics()))
                .build();
    }

    private Health failed(Attempt attempt, Throwable failure) {
        PoolStatistics statistics = client.statistics();
        boolean saturated = !attempt.connected && isSaturated(statistics);
        if (!saturated && outage.compareAndSet(false, true)) {
            logger.warn("PostgreSQL pool \"{}\" does not reach its server: {}", poolName(), textOf(failure));
        }
        Health.Builder health = Health.status(saturated ? whenSaturated() : Status.DOWN)
                .withDetail("database", client.options().database())
                .withDetail("pool", pool(statistics));
        return saturated
                ? health.build()
                : health.withDetail("error", kindOf(failure)).build();
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

    private record Answer(String database, String version, boolean isStandby, String latency) {

        static Answer of(Row row, long nanos) {
            return new Answer(
                    String.valueOf(row.getString(0)),
                    ServerVersion.parse(String.valueOf(row.getString(1))).toString(),
                    row.getBoolean(2),
                    String.format(Locale.ROOT, "%.1fms", nanos / 1e6));
        }
    }

    private static final class Attempt {

        final CompletableFuture<Answer> answer = new CompletableFuture<>();

        /** Whether it got a connection: a silence after that is the server's, one before it may be the pool's. */
        volatile boolean connected;

        void start(PgClient client, Duration timeout) {
            try {
                client.withConnection(connection -> {
                            connected = true;
                            long start = System.nanoTime();
                            return connection
                                    .sql(QUESTION)
                                    .timeout(timeout)
                                    .fetchOne()
                                    .map(row -> Answer.of(row, System.nanoTime() - start));
                        })
                        .onComplete(answer::complete, answer::completeExceptionally);
            } catch (RuntimeException ex) {
                answer.completeExceptionally(ex);
            }
        }
    }
}
