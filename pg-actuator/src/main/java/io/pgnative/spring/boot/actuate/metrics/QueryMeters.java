package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.QueryEvent.Operation;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What runs on the connections of one client, in one registry. Meters are made when they are first needed. */
final class QueryMeters extends ClientMeters {

    /** Those of PostgreSQL; code in the database may raise others, of which there must not come to be too many. */
    private static final Set<String> CLASSES = Set.of(
            "00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22", "23", "24",
            "25", "26", "27", "28", "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F", "40", "42", "44", "53", "54",
            "55", "57", "58", "72", "F0", "HV", "P0", "XX");

    private final Tags tags;
    /** By outcome, for each operation. */
    private final Map<Operation, Map<Outcome, Timer>> timers = new EnumMap<>(Operation.class);

    private final Map<String, Counter> errors = new ConcurrentHashMap<>();
    private final Map<Operation, Counter> copyRows = new ConcurrentHashMap<>();

    QueryMeters(MeterRegistry registry, PgClient client, Tags tags) {
        super(registry, client);
        this.tags = tags;
        for (Operation operation : Operation.values()) {
            timers.put(operation, new ConcurrentHashMap<>());
        }
    }

    @Override
    public void ended(Operation operation, long elapsedNanos, long rows, @Nullable Throwable failure) {
        Timer timer = timer(operation, Outcome.of(failure));
        if (timer != null) {
            timer.record(elapsedNanos, TimeUnit.NANOSECONDS);
        }
        if (failure != null) {
            countError(failure);
        } else if (rows > 0 && (operation == Operation.COPY_IN || operation == Operation.COPY_OUT)) {
            countRows(operation, rows);
        }
    }

    private @Nullable Timer timer(Operation operation, Outcome outcome) {
        Map<Outcome, Timer> byOutcome = Objects.requireNonNull(timers.get(operation));
        Timer timer = byOutcome.get(outcome);
        if (timer == null) {
            timer = keep(() -> Timer.builder("pgnative.query")
                    .tags(tags.and("operation", lower(operation), "outcome", lower(outcome)))
                    .description("Time that statements took")
                    .register(registry()));
            if (timer != null) {
                byOutcome.put(outcome, timer);
            }
        }
        return timer;
    }

    private void countError(Throwable failure) {
        String state = failure instanceof PgException known ? known.sqlState() : null;
        String type = state == null || state.length() < 2 ? "none" : state.substring(0, 2);
        String told = CLASSES.contains(type) || state == null ? type : "other";
        Counter counter = errors.get(told);
        if (counter == null) {
            counter = keep(() -> Counter.builder("pgnative.query.errors")
                    .tags(tags.and("sqlstate.class", told))
                    .description("Statements that failed, by class of SQLSTATE")
                    .register(registry()));
            if (counter == null) {
                return;
            }
            errors.put(told, counter);
        }
        counter.increment();
    }

    private void countRows(Operation operation, long rows) {
        Counter counter = copyRows.get(operation);
        if (counter == null) {
            counter = keep(() -> Counter.builder("pgnative.copy.rows")
                    .tags(tags.and("direction", operation == Operation.COPY_IN ? "in" : "out"))
                    .baseUnit("rows")
                    .description("Rows copied")
                    .register(registry()));
            if (counter == null) {
                return;
            }
            copyRows.put(operation, counter);
        }
        counter.increment((double) rows);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
