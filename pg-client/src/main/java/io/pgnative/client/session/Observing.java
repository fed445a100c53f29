package io.pgnative.client.session;

import io.pgnative.client.PgOptions;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.QueryObservation;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.QueryStart;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an observer of the calls that begin: one for a client, and one for each use of a connection or transaction that
 * calls belong to what it was begun for. There is none where nobody observes.
 */
public final class Observing {

    private static final Logger LOG = LoggerFactory.getLogger(Observing.class);

    /** The context of who subscribes, while the call is made that he subscribes to. */
    private static final ThreadLocal<@Nullable Object> SUBSCRIBER = new ThreadLocal<>();

    private final QueryObserver observer;
    private final PgOptions options;
    private final @Nullable Object belongsTo;

    private Observing(QueryObserver observer, PgOptions options, @Nullable Object belongsTo) {
        this.observer = observer;
        this.options = options;
        this.belongsTo = belongsTo;
    }

    /**
     * Makes the one of a client.
     *
     * @param observer told of its calls; null for nobody
     * @param options of the client
     * @return null if nobody observes
     */
    public static @Nullable Observing of(@Nullable QueryObserver observer, PgOptions options) {
        return observer == null ? null : new Observing(observer, options, null);
    }

    /**
     * Makes a call for somebody who subscribes.
     *
     * @param subscriber his context
     * @param call to be made
     * @param <T> what it gives
     * @return the same
     */
    public static <T> T calling(Object subscriber, Supplier<T> call) {
        Object before = SUBSCRIBER.get();
        SUBSCRIBER.set(subscriber);
        try {
            return call.get();
        } finally {
            if (before == null) {
                SUBSCRIBER.remove();
            } else {
                SUBSCRIBER.set(before);
            }
        }
    }

    /**
     * For what is borrowed or begun on this thread: calls there that belong to nothing else belong to what this thread
     * does.
     *
     * @param observing null where nobody observes
     * @return null likewise
     */
    public static @Nullable Observing here(@Nullable Observing observing) {
        Object captured = capture(observing);
        return observing == null || captured == null || captured == observing.belongsTo
                ? observing
                : new Observing(observing.observer, observing.options, captured);
    }

    /**
     * What a call on this thread belongs to.
     *
     * @param observing null where nobody observes
     * @return null for nothing
     */
    public static @Nullable Object capture(@Nullable Observing observing) {
        return observing == null || !observing.isActive() ? null : observing.capture();
    }

    /**
     * Tells of a request that is about to be submitted on its caller's thread.
     *
     * @param observing null where nobody observes
     * @param request not submitted yet
     */
    public static void begin(@Nullable Observing observing, Request<?> request) {
        if (observing == null || !observing.isActive()) {
            return;
        }
        Operation operation = request.operation();
        String sql = request.sql();
        if (operation != null && sql != null) {
            request.observedBy(observing.started(operation, sql, null, request.arguments(), observing.capture()));
        }
    }

    /** Tells of rows that are asked for bit by bit; null if nobody follows that. */
    static @Nullable Observed beginRows(
            @Nullable Observing observing, String sql, @Nullable Object[] arguments, @Nullable Object belongsTo) {
        return observing == null || !observing.isActive()
                ? null
                : observing.started(Operation.FETCH, sql, null, arguments, belongsTo);
    }

    /**
     * Tells of a COPY that begins on its caller's thread.
     *
     * @param observing null where nobody observes
     * @param operation which one
     * @param sql makes its text
     * @param table without quotes; null for a query
     * @param arguments of the query
     * @return told of the rest; null if nobody follows it
     */
    public static @Nullable Observed beginCopy(
            @Nullable Observing observing,
            Operation operation,
            Supplier<String> sql,
            @Nullable String table,
            @Nullable Object... arguments) {
        return observing == null || !observing.isActive()
                ? null
                : observing.started(operation, sql.get(), table, arguments, observing.capture());
    }

    private boolean isActive() {
        try {
            return observer.isActive();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            thrown(e);
            return false;
        }
    }

    private @Nullable Object capture() {
        try {
            Object captured = observer.capture(SUBSCRIBER.get());
            return captured == null ? belongsTo : captured;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            thrown(e);
            return belongsTo;
        }
    }

    private @Nullable Observed started(
            Operation operation,
            String sql,
            @Nullable String table,
            @Nullable Object[] arguments,
            @Nullable Object caller) {
        try {
            QueryObservation observation =
                    observer.started(new QueryStart(operation, sql, table, Arrays.asList(arguments), caller, options));
            return observation == null ? null : new Observed(observation);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            thrown(e);
            return null;
        }
    }

    static void thrown(Throwable failure) {
        LOG.error("The observer of queries has thrown", failure);
    }
}
