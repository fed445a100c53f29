package io.pgnative.client.session;

import io.netty.handler.ssl.SslHandler;
import io.pgnative.client.PgHost;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.RunningStatement;
import io.pgnative.client.StatementStatistics;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a session, on its event loop. */
final class SessionViews {

    private SessionViews() {}

    /** What can be seen of it now. */
    static Session.View of(SessionFacts session, Transmitter transmitter, Deque<Exchange> inFlight, int waiting) {
        long now = System.nanoTime();
        PgHost host = session.host;
        List<StatementStatistics> statements = session.statements.statistics(now);
        return new Session.View(
                host.name(),
                host.port(),
                transmitter.channel().pipeline().get(SslHandler.class) != null,
                inFlight.size() + waiting,
                running(inFlight.peek(), statements, now),
                statements);
    }

    private static @Nullable RunningStatement running(
            @Nullable Exchange head, List<StatementStatistics> statements, long now) {
        Request<?> request = head == null ? null : head.request();
        if (request == null) {
            return null;
        }
        QueryEvent.Operation operation = request.operation();
        String sql = request.sql();
        if (operation == null || sql == null) {
            return null;
        }
        long started = request.startedNanos;
        return new RunningStatement(
                operation,
                operation == QueryEvent.Operation.SCRIPT ? null : nameOf(sql, statements),
                sql,
                Duration.ofNanos(started == 0 ? 0 : now - started));
    }

    private static @Nullable String nameOf(String sql, List<StatementStatistics> statements) {
        for (StatementStatistics statement : statements) {
            if (statement.sql().equals(sql)) {
                return statement.name();
            }
        }
        return null;
    }
}
