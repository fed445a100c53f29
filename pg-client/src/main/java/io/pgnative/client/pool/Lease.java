package io.pgnative.client.pool;

import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.QueryExecutor;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.RequestOwner;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    private volatile boolean isOpenTransactionExpected;

    Lease(PooledSession slot) {
        this.slot = slot;
    }

    @Override
    public void submit(Request<?> request) {
        for (; ; ) {
            int before = usage.get();
            if (before >= RELEASED) {
                request.reject(givenBack());
                return;
            }
            if (usage.compareAndSet(before, before + 1)) {
                break;
            }
        }
        request.owner(this);
        slot.session().submit(request);
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
     * @param warnsOfTransaction whether an open transaction is the user's mistake
     * @return done when the connection is back in the pool, or gone; on the session's loop
     */
    public Future<Void> release(boolean warnsOfTransaction) {
        for (; ; ) {
            int before = usage.get();
            if (before >= RELEASED) {
                break;
            }
            isOpenTransactionExpected = !warnsOfTransaction;
            if (usage.compareAndSet(before, before + RELEASED)) {
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

    /** Closes the connection at once. */
    void abort(PgException reason) {
        slot.session().abort(reason);
        release(false);
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
        if (!isOpenTransactionExpected) {
            LOG.warn(
                    "a connection of pool {} (backend {}) was given back with an open transaction, which is rolled back",
                    slot.pool().name(),
                    session.processId());
        }
        var rollback = Requests.end(null, "ROLLBACK", System.nanoTime() + ROLLBACK_TIMEOUT_NANOS);
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
        slot.used();
        slot.release();
        returned.tryComplete();
    }

    private static PgMisuseException givenBack() {
        return new PgMisuseException("the connection was given back to the pool");
    }
}
