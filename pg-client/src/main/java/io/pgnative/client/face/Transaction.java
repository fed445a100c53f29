package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.IsolationLevel;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransactionRolledBackException;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.ResultCollector;
import io.pgnative.client.session.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A transaction or a savepoint; behind all faces. */
final class Transaction implements Beginner, Connected, QueryExecutor {

    private enum State {
        BEGINNING,
        ACTIVE,
        ENDING,
        ENDED
    }

    private final Borrowed connection;
    private final @Nullable Transaction parent;
    private final Transaction outermost;
    private final TransactionOptions options;
    private final boolean isScoped;
    private final Verbs verbs;
    private final String savepoint;
    private final @Nullable TimeLimit limit;
    /** Of the outermost transaction: how many savepoints have had a name. */
    private final AtomicInteger savepoints = new AtomicInteger();

    private final AtomicReference<State> state = new AtomicReference<>(State.BEGINNING);
    private volatile boolean isRollbackOnly;

    Transaction(Borrowed connection, @Nullable Transaction parent, TransactionOptions options, boolean isScoped) {
        this.connection = connection;
        this.parent = parent;
        this.outermost = parent == null ? this : parent.outermost;
        this.options = options;
        this.isScoped = isScoped;
        this.verbs = new Verbs(this, connection.verbs().timeoutNanos());
        this.savepoint = parent == null ? "" : "pgnative_" + outermost.savepoints.incrementAndGet();
        this.limit = limit(options, parent);
    }

    /** The earlier one of one's own limit and that of the transaction around. */
    private static @Nullable TimeLimit limit(TransactionOptions options, @Nullable Transaction parent) {
        TimeLimit outer = parent == null ? null : parent.limit;
        long nanos = Verbs.limitNanos(options.timeout());
        if (nanos == 0) {
            return outer;
        }
        long deadline = System.nanoTime() + nanos;
        return outer != null && outer.deadlineNanos() - deadline <= 0
                ? outer
                : new TimeLimit(deadline, "the transaction with a timeout of " + text(nanos));
    }

    private static String text(long nanos) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    @Override
    public Borrowed connection() {
        return connection;
    }

    @Override
    public Verbs verbs() {
        return verbs;
    }

    @Override
    public Transaction transaction() {
        return this;
    }

    boolean isActive() {
        return isUsable() && connection.lease().isOpen();
    }

    private boolean isUsable() {
        return state.get() == State.ACTIVE && (parent == null || parent.isUsable());
    }

    void setRollbackOnly() {
        isRollbackOnly = true;
    }

    @Override
    public void submit(Request<?> request) {
        TimeLimit within = limit;
        if (!isUsable()) {
            request.reject(ended());
        } else if (within == null) {
            connection.lease().submit(request);
        } else if (within.isOver()) {
            request.reject(new PgTimeoutException(
                    within.subject() + " did not end within its time; this statement was not run"));
        } else {
            request.limit(within);
            connection.lease().submit(request);
        }
    }

    @Override
    public boolean holdsTransaction() {
        return true;
    }

    @Override
    public Vertx vertx() {
        return connection.lease().vertx();
    }

    // ---- beginning

    /** Sends the SAVEPOINT; a BEGIN travels with the first statement. */
    Future<Transaction> start(@Nullable ContextInternal context) {
        if (parent == null) {
            connection.verbs().begin(beginStatement());
            state.set(State.ACTIVE);
            return context == null ? Future.succeededFuture(this) : context.succeededFuture(this);
        }
        return connection
                .verbs()
                .script(context, "SAVEPOINT " + savepoint)
                .future()
                .onFailure(failure -> end())
                .map(begun -> {
                    state.set(State.ACTIVE);
                    return this;
                });
    }

    private String beginStatement() {
        IsolationLevel isolation = options.isolation();
        if (isolation == null && !options.isReadOnly() && !options.isDeferrable()) {
            return "BEGIN";
        }
        StringBuilder sql = new StringBuilder("BEGIN");
        if (isolation != null) {
            sql.append(" ISOLATION LEVEL ").append(isolation.sql());
        }
        if (options.isReadOnly()) {
            sql.append(" READ ONLY");
        }
        if (options.isDeferrable()) {
            sql.append(" DEFERRABLE");
        }
        return sql.toString();
    }

    @Override
    public int retries(TransactionOptions nested) {
        return 0;
    }

    @Override
    public Future<Transaction> begin(@Nullable ContextInternal context, TransactionOptions nested, boolean scoped) {
        if (!isUsable()) {
            return Contexts.failed(context, ended());
        }
        String conflict = conflict(nested);
        if (conflict != null) {
            return Contexts.failed(context, new PgMisuseException(conflict));
        }
        Transaction inner = new Transaction(connection, this, nested, scoped);
        IsolationLevel wanted = nested.isolation();
        if (wanted == null || wanted == outermost.options.isolation()) {
            return inner.start(context);
        }
        // The outer transaction has the server's default, which only the server knows.
        return verbs.query(context, "SHOW transaction_isolation", new Object[0], ResultCollector.value(String.class))
                .future()
                .compose(current -> isLevel(current, wanted)
                        ? inner.start(context)
                        : Contexts.failed(
                                context, new PgMisuseException(otherLevel(wanted, current.orElse("unknown")))));
    }

    private static boolean isLevel(Optional<String> current, IsolationLevel level) {
        return current.isPresent() && current.get().toUpperCase(Locale.ROOT).equals(level.sql());
    }

    private @Nullable String conflict(TransactionOptions nested) {
        TransactionOptions outer = outermost.options;
        IsolationLevel outerLevel = outer.isolation();
        IsolationLevel level = nested.isolation();
        if (level != null && outerLevel != null && level != outerLevel) {
            return otherLevel(level, outerLevel.sql());
        }
        if (nested.isReadOnly() && !outer.isReadOnly()) {
            return "a savepoint cannot be read only in a transaction that is not";
        }
        if (nested.isDeferrable() && !outer.isDeferrable()) {
            return "a savepoint cannot be deferrable in a transaction that is not";
        }
        if (nested.maxRetries() > 0 && nested.maxRetries() != outer.maxRetries()) {
            return "a savepoint cannot be run again on its own; ask the outermost transaction for retries";
        }
        return null;
    }

    private static String otherLevel(IsolationLevel wanted, String outer) {
        return "a savepoint cannot have an isolation level of its own: asked for " + wanted.sql()
                + " in a transaction with " + outer.toUpperCase(Locale.ROOT);
    }

    // ---- ending

    /** Commits for the user, who may do so only outside a scope. */
    Future<Void> commitByUser(@Nullable ContextInternal context) {
        return isScoped ? Contexts.failed(context, endedByScope()) : commit(context);
    }

    /** Rolls back for the user, who may do so only outside a scope. */
    Future<Void> rollbackByUser(@Nullable ContextInternal context) {
        return isScoped ? Contexts.failed(context, endedByScope()) : rollback(context);
    }

    /** Ends a scope whose work has succeeded. */
    Future<Void> finish(@Nullable ContextInternal context) {
        if (isRollbackOnly) {
            return rollback(context);
        }
        if (parent == null) {
            return commit(context);
        }
        return commit(context).recover(failure -> rollbackAfter(context, failure));
    }

    /** Ends a scope whose work has failed; what goes wrong with that is added to the failure. */
    <T> Future<T> rollbackAfter(@Nullable ContextInternal context, Throwable failure) {
        return rollback(context).transform((done, second) -> {
            if (second != null && second != failure) {
                failure.addSuppressed(second);
            }
            return Future.failedFuture(failure);
        });
    }

    private Future<Void> commit(@Nullable ContextInternal context) {
        if (isRollbackOnly) {
            return rollback(context)
                    .compose(done -> Contexts.failed(
                            context,
                            new PgTransactionRolledBackException(
                                    "the transaction was marked for rollback, and rolled back")));
        }
        if (!beginEnd()) {
            return Contexts.failed(context, ended());
        }
        if (parent != null) {
            // A savepoint that cannot be released can still be returned to.
            return control(context, "RELEASE SAVEPOINT " + savepoint)
                    .<Void>mapEmpty()
                    .onSuccess(done -> end())
                    .onFailure(failure -> state.set(State.ACTIVE));
        }
        return connection.verbs().end(context, "COMMIT").future().transform((result, failure) -> {
            end();
            if (failure != null) {
                return Future.failedFuture(failure);
            }
            return result.tag().equals("ROLLBACK")
                    ? Future.failedFuture(new PgTransactionRolledBackException(
                            "COMMIT was answered with ROLLBACK: a statement of the transaction had failed"
                                    + " before, and nothing of it is stored"))
                    : Future.succeededFuture();
        });
    }

    /** Rolls back; the end of the connection has done that already. */
    Future<Void> rollback(@Nullable ContextInternal context) {
        if (!beginEnd()) {
            return Contexts.failed(context, ended());
        }
        if (!connection.lease().isOpen()) {
            end();
            return Contexts.succeeded(context);
        }
        Future<CommandResult> rolledBack = parent == null
                ? connection.verbs().end(context, "ROLLBACK").future()
                : control(context, "ROLLBACK TO SAVEPOINT " + savepoint + "; RELEASE SAVEPOINT " + savepoint);
        return rolledBack
                .onComplete(done -> end())
                .<Void>mapEmpty()
                .recover(failure ->
                        connection.lease().isOpen() ? Future.failedFuture(failure) : Contexts.succeeded(context));
    }

    private Future<CommandResult> control(@Nullable ContextInternal context, String sql) {
        return connection.verbs().script(context, sql).future();
    }

    private boolean beginEnd() {
        return isUsable() && state.compareAndSet(State.ACTIVE, State.ENDING);
    }

    private void end() {
        state.set(State.ENDED);
        if (parent == null) {
            connection.ended(this);
        }
    }

    /** The connection is reset, which rolls back. */
    void endByReset() {
        state.set(State.ENDED);
    }

    private static PgMisuseException ended() {
        return new PgMisuseException("the transaction has ended");
    }

    private static PgMisuseException endedByScope() {
        return new PgMisuseException(
                "inTransaction() ends this transaction itself; use setRollbackOnly() or fail, instead of commit() and"
                        + " rollback()");
    }
}
