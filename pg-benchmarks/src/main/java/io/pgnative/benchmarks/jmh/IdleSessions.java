package io.pgnative.benchmarks.jmh;

import io.pgnative.client.PgException;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionFactory;
import io.pgnative.client.session.SessionListeners;
import io.pgnative.client.session.SessionTypes;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens sessions that lead nowhere: always open, never in a transaction. */
final class IdleSessions implements SessionFactory {

    @Override
    public Future<Session> open(ContextInternal context) {
        return context.succeededFuture(new IdleSession(context));
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private static final class IdleSession implements Session {

        private static final SessionTypes NO_TYPES = new SessionTypes() {
            @Override
            public void restore() {}

            @Override
            public void reload() {}
        };

        private final ContextInternal context;
        private Consumer<@Nullable PgException> endHandler = reason -> {};

        IdleSession(ContextInternal context) {
            this.context = context;
        }

        @Override
        public ContextInternal context() {
            return context;
        }

        @Override
        public void submit(Request<?> request) {
            throw new UnsupportedOperationException("there is no server");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public SessionTypes types() {
            return NO_TYPES;
        }

        @Override
        public boolean isPrompt(long nowNanos) {
            return false;
        }

        @Override
        public boolean isSuspect() {
            return false;
        }

        @Override
        public TransactionStatus transactionStatus() {
            return TransactionStatus.IDLE;
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public ServerVersion serverVersion() {
            return new ServerVersion(18, 0, 0, "18.0");
        }

        @Override
        public int processId() {
            return 1;
        }

        @Override
        public SessionListeners listeners() {
            throw new UnsupportedOperationException("nobody listens to a session that does nothing");
        }

        @Override
        public boolean isChanged() {
            return false;
        }

        @Override
        public void onEnd(Consumer<@Nullable PgException> handler) {
            endHandler = handler;
        }

        @Override
        public Future<Void> cancelRunning() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> close() {
            context.nettyEventLoop().execute(() -> endHandler.accept(null));
            return Future.succeededFuture();
        }

        @Override
        public void endStreams(PgException reason) {}

        @Override
        public void abort(PgException reason) {
            context.nettyEventLoop().execute(() -> endHandler.accept(reason));
        }

        @Override
        public StatementCacheFigures statementCacheFigures() {
            return new StatementCacheFigures(0, 0, 0, 0);
        }

        @Override
        public TrafficFigures trafficFigures() {
            return new TrafficFigures(0, 0);
        }

        @Override
        public long reparses() {
            return 0;
        }

        @Override
        public Future<View> view() {
            return Future.succeededFuture(new View("fake", 5432, false, 0, null, List.of()));
        }

        @Override
        public void clearStatements() {}
    }
}
