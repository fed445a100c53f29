package io.pgnative.client.pool;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.Observing;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.RequestOwner;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionListeners;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in the hands of one user, until it is released. It counts the requests that are under way, since the
 * connection can be judged and handed on only when the last of them has settled.
 */
public final class Lease implements QueryExecutor, RequestOwner {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final long ROLLBACK_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int RELEASED = 1 << 30;

    private final PooledSession slot;
    private final Promise<Void> returned = Promise.promise();
    /** The requests under way, plus {@link #RELEASED}. */
    private final AtomicInteger usage = new AtomicInteger();

    private volatile boolean isForTransaction;
    private boolean isKeepingChanges;
    private @Nullable LeakWatch watch;

    private @Nullable Observing observing;

    Lease(PooledSession slot) {
        this.slot = slot;
        this.observing = slot.pool().observing();
    }

    /**
     * Says what calls on this connection belong to that belong to nothing else. Before anybody uses it.
     *
     * @param newObserving told of the calls; null for nobody
     * @return this
     */
    public Lease observedBy(@Nullable Observing newObserving) {
        observing = newObserving;
        return this;
    }

    @Override
    public @Nullable Observing observing() {
        return observing;
    }

    /** Leaves the session as it is when it is given back. */
    Lease keepsChanges() {
        isKeepingChanges = true;
        return this;
    }

    /** Says what is done with the connection before its user gets it. */
    void preparedBy(String name) {
        slot.preparedBy(name);
    }

    /** Has this watched until it is released. */
    void watch(LeakWatch newWatch) {
        watch = newWatch;
        newWatch.start(slot);
    }

    @Override
    public void submit(Request<?> request) {
        if (!begin()) {
            request.reject(givenBack());
            return;
        }
        request.owner(this);
        slot.session().submit(request);
    }

    /** Counts one more use; false after the release. */
    private boolean begin() {
        for (; ; ) {
            int before = usage.get();
            if (before >= RELEASED) {
                return false;
            }
            if (usage.compareAndSet(before, before + 1)) {
                return true;
            }
        }
    }

    /**
     * Registers something with the session, which is not given back meanwhile.
     *
     * @param registering what to do
     * @return what that returns
     * @throws PgMisuseException after {@link #release}
     */
    public PgRegistration register(Function<SessionListeners, PgRegistration> registering) {
        if (!begin()) {
            throw givenBack();
        }
        try {
            return registering.apply(slot.session().listeners());
        } finally {
            finished();
        }
    }

    @Override
    public Vertx vertx() {
        return slot.session().vertx();
    }

    @Override
    public void settled(Request<?> request, Session session) {
        finished();
    }

    @Override
    public void abandoned(Request<?> request) {
        finished();
    }

    private void finished() {
        if (usage.decrementAndGet() == RELEASED) {
            giveBack();
        }
    }

    /**
     * The session, for what it knows about itself.
     *
     * @return the session
     * @throws PgMisuseException after {@link #release}
     */
    public Session session() {
        if (usage.get() >= RELEASED) {
            throw givenBack();
        }
        return slot.session();
    }

    /**
     * Whether this can still be used.
     *
     * @return false after its release and after the end of the connection
     */
    public boolean isOpen() {
        return usage.get() < RELEASED && slot.session().isOpen();
    }

    /**
     * Gives the connection back once the requests under way have settled; an open transaction is rolled back. Any
     * thread; only the first call does something.
     *
     * @param warnsOfTransaction whether an open transaction is the user's mistake; false for a connection that was
     *     taken for one transaction
     * @return done when the connection is back in the pool, or gone; on the session's loop
     */
    public Future<Void> release(boolean warnsOfTransaction) {
        for (; ; ) {
            int before = usage.get();
            if (before >= RELEASED) {
                break;
            }
            isForTransaction = !warnsOfTransaction;
            if (usage.compareAndSet(before, before + RELEASED)) {
                LeakWatch watching = watch;
                if (watching != null) {
                    watching.stop();
                }
                if (before == 0) {
                    giveBack();
                } else {
                    slot.session().endStreams(givenBack());
                }
                break;
            }
        }
        return returned.future();
    }

    /**
     * Closes the connection at once, instead of giving it back. Does nothing after its release.
     *
     * @param reason what fails that runs on it
     */
    public void abort(PgException reason) {
        if (usage.get() < RELEASED) {
            slot.session().abort(reason);
            release(false);
        }
    }

    /**
     * Rolls back what is open and undoes what was changed in the session. A session for which that fails is closed.
     *
     * @return done when the session is as new
     */
    public Future<Void> reset() {
        Session session;
        try {
            session = session();
        } catch (PgMisuseException givenBack) {
            return Future.failedFuture(givenBack);
        }
        session.types().restore();
        session.listeners().reset();
        ResetPolicy policy = slot.pool().resetPolicy();
        String sql = Requests.resetSql(policy == ResetPolicy.NONE ? ResetPolicy.FAST : policy, session.settings());
        Future<@Nullable Void> done = Future.succeededFuture();
        if (session.transactionStatus() != TransactionStatus.IDLE) {
            session.log(() -> LOG.warn(
                    "a connection of pool {} (backend {}) is reset with an open transaction, which is rolled back",
                    slot.pool().name(),
                    session.processId()));
            Request<CommandResult> rollback = Requests.end(null, "ROLLBACK", deadline());
            submit(rollback);
            done = rollback.future().mapEmpty();
        }
        if (sql != null) {
            Request<@Nullable Void> reset = Requests.reset(sql, deadline());
            submit(reset);
            done = done.compose(rolledBack -> reset.future());
        }
        return done.onFailure(failure -> abort(new PgConnectionLostException(
                        "the connection was closed, because its session could not be reset", false, failure)))
                .mapEmpty();
    }

    private static long deadline() {
        return System.nanoTime() + ROLLBACK_TIMEOUT_NANOS;
    }

    private void giveBack() {
        Session session = slot.session();
        session.types().restore();
        if (session.isOpen() && session.transactionStatus() != TransactionStatus.IDLE) {
            rollBack(session);
        } else {
            done();
        }
    }

    private void rollBack(Session session) {
        if (!isForTransaction) {
            session.log(() -> LOG.warn(
                    "a connection of pool {} (backend {}) was given back with an open transaction, which is rolled back",
                    slot.pool().name(),
                    session.processId()));
        }
        var rollback = Requests.end(null, "ROLLBACK", deadline());
        rollback.future().onComplete((result, failure) -> {
            if (failure != null || session.transactionStatus() != TransactionStatus.IDLE) {
                session.abort(new PgConnectionLostException(
                        "the connection was closed, because its transaction could not be rolled back", false, failure));
            }
            done();
        });
        session.submit(rollback);
    }

    private void done() {
        if (isKeepingChanges) {
            backToPool();
        } else {
            slot.session().listeners().restore("pool " + slot.pool().name(), this::resetAndReturn);
        }
    }

    private void resetAndReturn() {
        // A connection in a user's hands may have been changed in ways that no statement shows; one that a transaction
        // was run on for him is like one for single statements.
        boolean isChanged = !isForTransaction || slot.session().isChanged();
        if (!isChanged || !slot.isToBeReset()) {
            backToPool();
        } else if (slot.isOnLoop()) {
            slot.reset();
            backToPool();
        } else {
            try {
                slot.session().context().nettyEventLoop().execute(() -> {
                    slot.reset();
                    backToPool();
                });
            } catch (RejectedExecutionException closed) {
                // The loop has gone with its Vert.x instance, and the session with it.
                backToPool();
            }
        }
    }

    private void backToPool() {
        slot.used();
        slot.release();
        returned.tryComplete();
    }

    private static PgMisuseException givenBack() {
        return new PgMisuseException("the connection was given back to the pool");
    }
}
