package io.pgnative.spring.boot.transaction;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.PgClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.SmartTransactionObject;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Spring's transactions for threads that may wait, virtual ones included: what a thread calls on a
 * {@link BlockingPgClient} or a {@link PgClient} joins the transaction that is bound to it. Event loops are refused, as
 * they are by {@link BlockingPgClient}; {@link PgReactiveTransactionManager} is for them.
 *
 * <p>Isolation level and read-only are part of the BEGIN, which travels with the first statement. A timeout limits the
 * statements of the transaction, beginning with the moment it has a connection. A nested transaction is a savepoint. A
 * COMMIT whose outcome is not known, because the connection was lost meanwhile, is a
 * {@link org.springframework.transaction.TransactionSystemException}; a COMMIT that the server answers with a rollback
 * is an {@link org.springframework.transaction.UnexpectedRollbackException}.
 */
public class PgTransactionManager extends AbstractPlatformTransactionManager implements ResourceTransactionManager {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(PgTransactionManager.class);

    private final transient PgClient client;
    private final transient BlockingPgClient blocking;

    /**
     * Makes a manager.
     *
     * @param client whose calls join the transactions; built with a {@link SpringTransactionScope}
     */
    public PgTransactionManager(PgClient client) {
        this.client = client;
        this.blocking = client.blocking();
        setNestedTransactionAllowed(true);
    }

    @Override
    public Object getResourceFactory() {
        return Definitions.scope(client);
    }

    @Override
    protected Object doGetTransaction() {
        return new Handle((ThreadTransaction) TransactionSynchronizationManager.getResource(Definitions.scope(client)));
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((Handle) transaction).bound != null;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        BlockingPgConnection connection = null;
        try {
            var options = Definitions.options(definition, determineTimeout(definition));
            connection = blocking.acquire();
            ThreadTransaction begun = new ThreadTransaction(connection, connection.begin(options));
            TransactionSynchronizationManager.bindResource(Definitions.scope(client), begun);
            ((Handle) transaction).bound = begun;
        } catch (RuntimeException | Error failure) {
            if (connection != null) {
                close(connection);
            }
            if (failure instanceof RuntimeException cause
                    && !(cause instanceof org.springframework.transaction.TransactionException)) {
                throw new CannotCreateTransactionException("Cannot begin a transaction: " + cause.getMessage(), cause);
            }
            throw failure;
        }
    }

    @Override
    protected Object doSuspend(Object transaction) {
        ((Handle) transaction).bound = null;
        return TransactionSynchronizationManager.unbindResource(Definitions.scope(client));
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspended) {
        TransactionSynchronizationManager.bindResource(Definitions.scope(client), suspended);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            ((Handle) status.getTransaction()).transaction().commit();
        } catch (RuntimeException failure) {
            throw Definitions.commitFailed(failure);
        }
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        BlockingPgTransaction transaction = ((Handle) status.getTransaction()).transaction();
        // A COMMIT that has failed has ended it.
        if (transaction.isActive()) {
            try {
                transaction.rollback();
            } catch (RuntimeException failure) {
                throw Definitions.failed("ROLLBACK", failure);
            }
        }
    }

    @Override
    protected void doSetRollbackOnly(DefaultTransactionStatus status) {
        ((Handle) status.getTransaction()).bound().setRollbackOnly(true);
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        Handle handle = (Handle) transaction;
        ThreadTransaction bound = handle.bound();
        handle.bound = null;
        TransactionSynchronizationManager.unbindResource(Definitions.scope(client));
        close(bound.connection());
    }

    /** The outcome of the transaction is known already; giving the connection back must not change it. */
    private static void close(BlockingPgConnection connection) {
        try {
            connection.close();
        } catch (RuntimeException failure) {
            LOG.warn("A connection could not be given back after a transaction", failure);
        }
    }

    /** One's view of the transaction of the thread. */
    private static final class Handle implements SavepointManager, SmartTransactionObject {

        private @Nullable ThreadTransaction bound;

        Handle(@Nullable ThreadTransaction bound) {
            this.bound = bound;
        }

        ThreadTransaction bound() {
            if (bound == null) {
                throw new IllegalStateException("there is no transaction");
            }
            return bound;
        }

        BlockingPgTransaction transaction() {
            return bound().transaction();
        }

        @Override
        public boolean isRollbackOnly() {
            return bound != null && bound.isRollbackOnly();
        }

        @Override
        public void flush() {
            // Statements are sent when they are called.
        }

        @Override
        public Object createSavepoint() {
            if (isRollbackOnly()) {
                throw new NestedTransactionNotSupportedException(
                        "a transaction that is marked for rollback takes no savepoint");
            }
            String savepoint = bound().newSavepoint();
            run("SAVEPOINT " + savepoint);
            return savepoint;
        }

        @Override
        public void rollbackToSavepoint(Object savepoint) {
            run("ROLLBACK TO SAVEPOINT " + savepoint);
            bound().setRollbackOnly(false);
        }

        @Override
        public void releaseSavepoint(Object savepoint) {
            run("RELEASE SAVEPOINT " + savepoint);
        }

        private void run(String sql) {
            try {
                transaction().execute(sql);
            } catch (RuntimeException failure) {
                throw Definitions.savepointFailed(failure);
            }
        }
    }
}
