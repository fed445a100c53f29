package io.pgnative.client.session;

import io.pgnative.client.PgHost;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.SqlState;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.function.Consumer;

/** What is known of a connection, and of the server at its other end; written on the event loop, read anywhere. */
abstract class SessionFacts implements Session {

    /** The class of internal errors and corrupted data. */
    private static final String INTERNAL = "XX";

    final ContextInternal context;
    final PgHost host;
    final PgOptions options;
    final TransactionState transaction = new TransactionState();
    final ServerParameters parameters = new ServerParameters();
    final StatementCache statements;
    final Preparer preparer;
    final SessionEvents events;
    final Traffic traffic = new Traffic();

    /** Whether a statement has changed the session since it was reset. */
    volatile boolean isChanged;

    private volatile boolean isSuspect;

    private volatile boolean hasRefusedToWrite;

    volatile BackendKeyData key = CancelRequester.NO_KEY;

    SessionFacts(
            ContextInternal context,
            PgHost host,
            PgOptions options,
            StatementDescriptions descriptions,
            Consumer<PgNotice> noticeHandler,
            QueryLog queryLog) {
        this.context = context;
        this.host = host;
        this.options = options;
        this.statements = new StatementCache(options.statementCache());
        this.preparer = new Preparer(statements, descriptions, parameters);
        this.events = new SessionEvents(this, noticeHandler, queryLog);
    }

    /** The session has been reset. */
    final void unchanged() {
        isChanged = false;
    }

    @Override
    public final boolean isChanged() {
        return isChanged;
    }

    /** Looks what an error says of the server. */
    final void judge(PgServerException error) {
        if (error.sqlState().startsWith(INTERNAL)) {
            isSuspect = true;
        } else if (error.sqlState().equals(SqlState.READ_ONLY_SQL_TRANSACTION)) {
            hasRefusedToWrite = true;
        }
    }

    @Override
    public final boolean isSuspect() {
        // What the server reports of itself comes behind the error, before it is ready.
        return isSuspect
                || (hasRefusedToWrite && TargetSession.isDemoted(options.targetSessionAttributes(), parameters.all()));
    }

    final Preparer preparer() {
        return preparer;
    }

    final TransactionState transaction() {
        return transaction;
    }

    final SessionEvents events() {
        return events;
    }

    /** The backend's identity, as told at start-up. */
    final void identify(BackendKeyData backendKey) {
        key = backendKey;
    }

    @Override
    public final ContextInternal context() {
        return context;
    }

    @Override
    public final TransactionStatus transactionStatus() {
        return transaction.status();
    }

    @Override
    public final Map<String, String> settings() {
        return parameters.all();
    }

    @Override
    public final ServerVersion serverVersion() {
        return parameters.serverVersion();
    }

    @Override
    public final int processId() {
        return key.processId();
    }

    @Override
    public final SessionTypes types() {
        return preparer;
    }

    @Override
    public final SessionListeners listeners() {
        return events;
    }

    @Override
    public final StatementCacheFigures statementCacheFigures() {
        return statements.figures();
    }

    @Override
    public final TrafficFigures trafficFigures() {
        return traffic.figures();
    }

    @Override
    public final long reparses() {
        return statements.reparses();
    }

    @Override
    public String toString() {
        return "session with " + host + "/" + options.database() + ", backend " + key.processId();
    }
}
