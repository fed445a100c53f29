package io.pgnative.spring.boot.listen;

import io.pgnative.client.Notification;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs. Whoever may notify must not be able to fill the log, so that of each listener one failure a second is told. */
final class LoggingErrorHandler implements PgListenerErrorHandler {

    private static final Logger logger = LoggerFactory.getLogger(PgListener.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** When a listener's failures were last told, and how many came since. */
    private record Told(long atNanos, long untold) {}

    private final Map<String, Told> told = new ConcurrentHashMap<>();

    @Override
    public void handle(PgListenerFailure failure) {
        Notification notification = failure.notification();
        if (notification == null && failure.gap() == null) {
            logger.error(
                    "PostgreSQL listener \"{}\" has given up to listen, as listener.recovery.max-retries are used up",
                    failure.listenerId(),
                    failure.cause());
            return;
        }
        long now = System.nanoTime();
        long[] before = {-1};
        told.compute(failure.listenerId(), (id, last) -> {
            if (last != null && now - last.atNanos() < INTERVAL_NANOS) {
                return new Told(last.atNanos(), last.untold() + 1);
            }
            before[0] = last == null ? 0 : last.untold();
            return new Told(now, 0);
        });
        if (before[0] < 0) {
            return;
        }
        logger.error(
                "PostgreSQL listener \"{}\" has failed on {}{}",
                failure.listenerId(),
                notification == null ? "a gap" : "a notification on channel \"" + notification.channel() + "\"",
                before[0] == 0 ? "" : ", as " + before[0] + " times before since the last such line",
                failure.cause());
    }
}
