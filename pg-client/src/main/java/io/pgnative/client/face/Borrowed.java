package io.pgnative.client.face;

import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.pool.Lease;
import io.pgnative.client.session.Portal;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection in the hands of one user, and the transaction that was begun on it; behind all faces. */
final class Borrowed implements Beginner, Connected {

    private static final String HANDLER_IS_NULL = "handler must not be null";

    private final Lease lease;
    private final Verbs verbs;
    private final AtomicReference<@Nullable Transaction> current;
    private final Set<Portal> held;
    /** Whose connection this is, if it is not to be given back, nor used for another transaction. */
    private final @Nullable Transaction surrounding;

    /**
     * Makes one.
     *
     * @param lease the connection
     * @param timeoutNanos limit of each call; 0 means none
     */
    Borrowed(Lease lease, long timeoutNanos) {
        this(lease, new Verbs(lease, timeoutNanos), new AtomicReference<>(), ConcurrentHashMap.newKeySet(0), null);
    }

    private Borrowed(
            Lease lease,
            Verbs verbs,
            AtomicReference<@Nullable Transaction> current,
            Set<Portal> held,
            @Nullable Transaction surrounding) {
        this.lease = lease;
        this.verbs = verbs;
        this.current = current;
        this.held = held;
        this.surrounding = surrounding;
    }

    /** The connection of a transaction, for somebody within it: what he calls runs in it, and it outlives his use. */
    static Borrowed joined(Transaction surrounding) {
        Borrowed connection = surrounding.connection();
        return new Borrowed(connection.lease, surrounding.verbs(), connection.current, connection.held, surrounding);
    }

    /** The same connection with another limit of each call. */
    Borrowed queryTimeout(Duration timeout) {
        return new Borrowed(lease, verbs.timeout(timeout), current, held, surrounding);
    }

    Lease lease() {
        return lease;
    }

    @Override
    public Verbs verbs() {
        return verbs;
    }

    @Override
    public Borrowed connection() {
        return this;
    }

    @Override
    public @Nullable Transaction transaction() {
        return current.get();
    }

    /** A cursor lives until it is closed, or the connection is given back. */
    void holds(Portal portal) {
        held.add(portal);
    }

    void letGo(Portal portal) {
        held.remove(portal);
    }

    @Override
    public int retries(TransactionOptions options) {
        return surrounding == null ? options.maxRetries() : surrounding.retries(options);
    }

    @Override
    public Future<Transaction> begin(@Nullable ContextInternal context, TransactionOptions options, boolean isScoped) {
        if (surrounding != null) {
            return isScoped
                    ? surrounding.begin(context, options, true)
                    : Contexts.failed(context, belongsTo("begin() cannot be called"));
        }
        if (!isScoped && options.maxRetries() > 0) {
            return Contexts.failed(
                    context,
                    new PgMisuseException("begin() cannot run work again; retries are for inTransaction() only"));
        }
        Transaction transaction = new Transaction(this, null, options, isScoped);
        try {
            if (current.get() != null || lease.session().transactionStatus() != TransactionStatus.IDLE) {
                return Contexts.failed(
                        context,
                        new PgMisuseException(
                                current.get() != null
                                        ? "a transaction is open on this connection; use its inTransaction() for a savepoint"
                                        : "a transaction was begun on this connection with SQL; end it with SQL first"));
            }
        } catch (PgMisuseException givenBack) {
            return Contexts.failed(context, givenBack);
        }
        if (!current.compareAndSet(null, transaction)) {
            return Contexts.failed(
                    context, new PgMisuseException("two transactions were begun on this connection at the same time"));
        }
        return transaction.start(context);
    }

    PgRegistration onNotice(@Nullable ContextInternal context, Consumer<? super PgNotice> handler) {
        Objects.requireNonNull(handler, HANDLER_IS_NULL);
        return lease.register(listeners -> listeners.onNotice(context, handler));
    }

    PgRegistration onClose(@Nullable ContextInternal context, Consumer<? super @Nullable PgException> handler) {
        Objects.requireNonNull(handler, HANDLER_IS_NULL);
        return lease.register(listeners -> listeners.onClose(context, handler));
    }

    PgRegistration onQuery(@Nullable ContextInternal context, Consumer<? super QueryEvent> handler) {
        Objects.requireNonNull(handler, HANDLER_IS_NULL);
        return lease.register(listeners -> listeners.onQuery(context, handler));
    }

    /** Undoes what was done on the connection; a transaction is over then. */
    Future<Void> reset(@Nullable ContextInternal context) {
        if (surrounding != null) {
            return Contexts.failed(context, belongsTo("it cannot be reset"));
        }
        Transaction open = current.getAndSet(null);
        if (open != null) {
            open.endByReset();
        }
        return Contexts.on(context, lease.reset());
    }

    private static PgMisuseException belongsTo(String refusal) {
        return new PgMisuseException("the connection belongs to the transaction that surrounds this call: " + refusal
                + "; use its inTransaction() for a savepoint");
    }

    /** Closes the connection instead of giving it back. */
    void abort() {
        lease.abort(new PgConnectionLostException("the connection was aborted by its user", true, null));
    }

    /** Makes room for the next transaction. */
    void ended(Transaction transaction) {
        current.compareAndSet(transaction, null);
    }

    /**
     * Gives the connection back.
     *
     * @param context where the future completes; null for on the session's loop
     * @param warnsOfTransaction whether an open transaction is the user's mistake
     * @return done when it is back
     */
    Future<Void> release(@Nullable ContextInternal context, boolean warnsOfTransaction) {
        if (surrounding != null) {
            return Contexts.succeeded(context);
        }
        if (!held.isEmpty()) {
            held.forEach(Portal::exhausted);
            held.clear();
            verbs.ping(null);
        }
        return Contexts.on(context, lease.release(warnsOfTransaction));
    }
}
