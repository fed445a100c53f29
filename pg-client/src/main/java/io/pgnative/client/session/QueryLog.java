package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgOptions;
import io.pgnative.client.QueryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client wants to know of all that runs on its sessions. */
final class QueryLog {

    private static final Logger SLOW = LoggerFactory.getLogger("io.pgnative.client.slow-query");
    private static final int LONGEST_SQL = 1_000;
    private static final int LONGEST_ARGUMENT = 100;
    private static final int MOST_ARGUMENTS = 50;

    private final PgOptions options;
    private final @Nullable Consumer<? super QueryEvent> listener;
    private final ClientListeners clientListeners;
    private final long slowNanos;

    /**
     * Makes one.
     *
     * @param options what is slow, and whether arguments are told
     * @param listener given each event; null for none
     * @param clientListeners told of what ended
     */
    QueryLog(PgOptions options, @Nullable Consumer<? super QueryEvent> listener, ClientListeners clientListeners) {
        Duration threshold = options.logging().slowQueryThreshold();
        this.options = options;
        this.listener = listener;
        this.clientListeners = clientListeners;
        this.slowNanos = threshold == null ? Long.MAX_VALUE : threshold.toNanos();
    }

    boolean isOn() {
        return listener != null || slowNanos != Long.MAX_VALUE;
    }

    /** Whom to tell the figures of what ended; null for nobody. */
    @Nullable PgClientListener clientListener() {
        return clientListeners.current();
    }

    /** Tells the figures of a request, without making an event of it. */
    static void tell(PgClientListener told, Request<?> request, @Nullable Throwable failure, long endNanos) {
        QueryEvent.Operation operation = request.operation();
        if (operation != null && request.sql() != null) {
            long started = request.startedNanos;
            told.ended(
                    operation,
                    started == 0 ? 0 : endNanos - started,
                    failure == null ? request.result().rowCount() : 0,
                    failure);
        }
    }

    @Nullable Consumer<? super QueryEvent> listener() {
        return listener;
    }

    /** What is to be told of a request; null for those that the client makes for itself. */
    @Nullable QueryEvent event(SessionFacts session, Request<?> request, @Nullable Throwable failure, long endNanos) {
        QueryEvent.Operation operation = request.operation();
        String sql = request.sql();
        if (operation == null || sql == null) {
            return null;
        }
        long startNanos = request.startedNanos == 0 ? endNanos : request.startedNanos;
        CommandResult result = failure == null ? request.result() : ResultCollector.NO_RESULT;
        return new QueryEvent(
                operation,
                sql,
                startNanos,
                endNanos - startNanos,
                request.batchSize(),
                result.rowCount(),
                result.tag(),
                failure,
                arguments(request),
                session.processId(),
                session.host.name(),
                session.host.port(),
                session.options.database());
    }

    private List<@Nullable Object> arguments(Request<?> request) {
        List<@Nullable Object> told = new ArrayList<>();
        if (options.logging().includeParameters()) {
            Collections.addAll(told, request.arguments());
        }
        return told;
    }

    void logIfSlow(QueryEvent event) {
        if (event.elapsedNanos() >= slowNanos && SLOW.isWarnEnabled()) {
            SLOW.warn(
                    "{} ms, {} on {}/{}, backend {}: {}{}",
                    TimeUnit.NANOSECONDS.toMillis(event.elapsedNanos()),
                    outcome(event),
                    event.host(),
                    event.database(),
                    event.processId(),
                    bounded(event.sql(), LONGEST_SQL),
                    arguments(event.arguments()));
        }
    }

    private static String outcome(QueryEvent event) {
        Throwable failure = event.failure();
        if (failure == null) {
            return event.rows() + " rows";
        }
        // Its message may quote values.
        return "failed with " + failure.getClass().getSimpleName();
    }

    private static String arguments(List<@Nullable Object> arguments) {
        if (arguments.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(" [");
        for (int i = 0; i < Math.min(MOST_ARGUMENTS, arguments.size()); i++) {
            text.append(i == 0 ? "" : ", ").append(argument(arguments.get(i)));
        }
        return text.append(arguments.size() > MOST_ARGUMENTS ? ", ...]" : "]").toString();
    }

    /** An argument is an object of the user's, which may do what it likes when asked for its text. */
    private static String argument(@Nullable Object value) {
        try {
            return bounded(String.valueOf(value), LONGEST_ARGUMENT);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return "(no text: " + e.getClass().getSimpleName() + ")";
        }
    }

    private static String bounded(String text, int longest) {
        return ServerReports.printable(text.length() <= longest ? text : text.substring(0, longest) + " ...");
    }
}
