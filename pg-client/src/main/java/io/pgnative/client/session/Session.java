package io.pgnative.client.session;

import io.pgnative.client.PgException;
import io.pgnative.client.RunningStatement;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.StatementStatistics;
import io.pgnative.client.TransactionStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to a server, living on one event loop. Every method may be called on any thread. */
public interface Session extends QueryExecutor {

    /**
     * The event-loop context that this session lives on.
     *
     * @return the same for its whole life
     */
    ContextInternal context();

    /**
     * Takes a request: at once when called on the session's loop, else in a task there. Requests run in the order in
     * which they are submitted. On a session that has ended the request fails with "not sent".
     *
     * @param request not submitted before
     */
    @Override
    void submit(Request<?> request);

    @Override
    default Vertx vertx() {
        return context().owner();
    }

    /**
     * Whether the connection is usable.
     *
     * @return false from the moment its end is known
     */
    boolean isOpen();

    /**
     * Whether a statement that is submitted now would be sent at once and be answered soon: statements are in flight,
     * outside a transaction, all of them are known to be fast from earlier runs, and the first of them has not run
     * long. To be called on the session's loop.
     *
     * @param nowNanos the time, on the clock of {@link System#nanoTime()}
     * @return false also when nothing is in flight
     */
    boolean isPrompt(long nowNanos);

    /**
     * Whether a statement has shown, by its text or by its command tag, that it has changed the session in a way that
     * the next user would notice.
     *
     * @return false again after {@link Requests#reset}
     */
    boolean isChanged();

    /**
     * Whether nobody else should be given this session: the server has told of an internal error or of corrupted data
     * (SQLSTATE class XX) here, or has refused to write (25006) and reports that it does not write any more, though
     * {@code target_session_attrs} wants a server that does.
     *
     * @return true, from then on after an internal error
     */
    boolean isSuspect();

    /**
     * The status of the last ReadyForQuery.
     *
     * @return whether a transaction is open
     */
    TransactionStatus transactionStatus();

    /**
     * The parameters that the server reports.
     *
     * @return an unmodifiable copy of this moment
     */
    Map<String, String> settings();

    /**
     * The version of the server.
     *
     * @return as of start-up
     */
    ServerVersion serverVersion();

    /**
     * The process id of the backend.
     *
     * @return as of start-up
     */
    int processId();

    /**
     * Registers what is to happen when the connection ends, for whatever reason, once, on the session's loop; at once
     * if it has ended. There is one handler.
     *
     * @param handler given the failure, or null after {@link #close()}
     */
    void onEnd(Consumer<@Nullable PgException> handler);

    /**
     * Asks the server, over a connection of its own, to cancel what is running here.
     *
     * @return done when delivered
     */
    Future<Void> cancelRunning();

    /**
     * Ends the streams that are open here, since the connection is given back: they fail.
     *
     * @param reason what their consumers are told
     */
    void endStreams(PgException reason);

    /**
     * Ends the connection in good order: Terminate after the requests that were submitted.
     *
     * @return done when the socket is closed
     */
    Future<Void> close();

    /**
     * Ends the connection now; what runs fails.
     *
     * @param reason what the failed requests are told
     */
    void abort(PgException reason);

    /**
     * What this session exchanges values with.
     *
     * @return the same for its whole life
     */
    SessionTypes types();

    /**
     * Who wants to hear of this session.
     *
     * @return the same for its whole life
     */
    SessionListeners listeners();

    /**
     * The figures of the statement cache.
     *
     * @return counters since the connection was opened
     */
    StatementCacheFigures statementCacheFigures();

    /**
     * What has gone over the connection.
     *
     * @return counters since it was opened
     */
    TrafficFigures trafficFigures();

    /**
     * How often a prepared statement had to be prepared once more.
     *
     * @return counted since the connection was opened
     */
    long reparses();

    /**
     * Looks at the session, on its loop.
     *
     * @return what can be seen; fails if the loop has gone
     */
    Future<View> view();

    /** Gives up what is prepared; the server is told ahead of what is sent next. */
    void clearStatements();

    /**
     * What a statement cache has counted.
     *
     * @param hits statements found
     * @param misses statements prepared
     * @param evictions statements given up
     * @param size statements held now
     */
    record StatementCacheFigures(long hits, long misses, long evictions, int size) {}

    /**
     * What has gone over a connection, before encryption.
     *
     * @param received bytes from the server
     * @param sent bytes to the server
     */
    record TrafficFigures(long received, long sent) {}

    /**
     * What can be seen of a session on its loop only.
     *
     * @param host as configured
     * @param port its port
     * @param isEncrypted whether it speaks TLS
     * @param carried requests that are not over
     * @param running what the server is at; null if nothing is, or not a user's
     * @param statements what is prepared
     */
    record View(
            String host,
            int port,
            boolean isEncrypted,
            int carried,
            @Nullable RunningStatement running,
            List<StatementStatistics> statements) {}
}
