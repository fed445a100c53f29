package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
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
 * <p>A pool of which no connection falls free in that time is busy, or its server has vanished. A quarter of the time
 * is left to the pool alone; if it is full then, the server is asked besides it, on one connection that is closed at
 * once. If it answers, if only that it has no room, the answer is UP with {@code pool.saturated}, or OUT_OF_SERVICE if
 * that is asked for. OUT_OF_SERVICE is, too, a standby where a primary is expected, or the other way round. A server
 * that cannot be reached, or that got the question and does not answer, is DOWN. Details hold no user, no address and
 * no SQL; the full text of a failure is logged, once per outage.
 */
final class PgHealthProbe {

    private static final Logger logger = LoggerFactory.getLogger(PgHealthProbe.class);

    private static final String QUESTION =
            "select current_database(), current_setting('server_version'), pg_is_in_recovery()";

    private final PgClient client;
    private final PgHealthOptions options;
    private final AtomicReference<@Nullable Attempt> pending = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> pendingPing = new AtomicReference<>();
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
        Duration first = options.timeout().dividedBy(4);
        Attempt attempt = attempt();
        return attempt.within(first)
                .thenApply(this::up)
                .exceptionallyCompose(
                        failure -> later(attempt, options.timeout().minus(first)));
    }

    /** What is found in the rest of the time, if there was no answer at first. */
    private CompletableFuture<Health> later(Attempt attempt, Duration rest) {
        CompletableFuture<Health> answered = attempt.within(rest).thenApply(this::up);
        if (attempt.connected || !isSaturated(client.statistics())) {
            return answered.exceptionally(failure -> down(unwrap(failure)));
        }
        CompletableFuture<@Nullable Void> pong = ping().copy().orTimeout(rest.toNanos(), TimeUnit.NANOSECONDS);
        return answered.exceptionallyCompose(late -> pong.handle(
                (answer, failure) -> failure == null || isOfServer(failure) ? saturated() : down(unwrap(failure))));
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

    /** The question besides the pool that has no answer yet, if there is one. */
    private CompletableFuture<@Nullable Void> ping() {
        CompletableFuture<@Nullable Void> fresh = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> running = pendingPing.compareAndExchange(null, fresh);
        if (running != null) {
            return running;
        }
        fresh.whenComplete((pong, failure) -> pendingPing.set(null));
        try {
            client.ping(options.timeout()).onComplete(fresh::complete, fresh::completeExceptionally);
        } catch (RuntimeException ex) {
            fresh.completeExceptionally(ex);
        }
        return fresh;
    }

    private void reached() {
        if (outage.compareAndSet(true, false)) {
            logger.info("PostgreSQL pool \"{}\" reaches its server again", poolName());
        }
    }

    private Health up(Answer answer) {
        reached();
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

    private Health saturated() {
        reached();
        return Health.status(whenSaturated())
                .withDetail("database", client.options().database())
                .withDetail("pool", pool(client.statistics()))
                .build();
    }

    private Health down(Throwable failure) {
        if (outage.compareAndSet(false, true)) {
            logger.warn("PostgreSQL pool \"{}\" does not reach its server: {}", poolName(), textOf(failure));
        }
        return Health.down()
                .withDetail("database", client.options().database())
                .withDetail("pool", pool(client.statistics()))
                .withDetail("error", kindOf(failure))
                .build();
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

    /** Who is refused has been heard: a server without room for one more, or with another password, is there. */
    private static boolean isOfServer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgServerException) {
                return true;
            }
        }
        return false;
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

        /** The answer, or a failure if there is none in this time. */
        CompletableFuture<Answer> within(Duration limit) {
            return answer.copy().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

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
