package io.pgnative.spring.boot.transaction;

import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.TransactionOptions;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/**
 * Spring's transactions for Reactor: what is called on a {@link ReactivePgClient} joins the transaction in the context
 * of its subscriber. Methods that return a {@link Mono}, a Flux or another publisher can be transactional with it;
 * those that return a future cannot, since nothing carries the transaction to what they call. A subscriber that cancels
 * rolls back.
 *
 * <p>Isolation level and read-only are part of the BEGIN, which travels with the first statement. A timeout limits the
 * statements of the transaction, beginning with the moment it has a connection. A nested transaction is a savepoint. A
 * COMMIT whose outcome is not known, because the connection was lost meanwhile, is a
 * {@link org.springframework.transaction.TransactionSystemException}; a COMMIT that the server answers with a rollback
 * is an {@link UnexpectedRollbackException}.
 */
public class PgReactiveTransactionManager extends AbstractReactiveTransactionManager {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(PgReactiveTransactionManager.class);

    private final transient PgClient client;
    private final transient ReactivePgClient reactive;

    /**
     * Makes a manager.
     *
     * @param client whose calls join the transactions; built with a {@link SpringTransactionScope}
     */
    public PgReactiveTransactionManager(PgClient client) {
        this.client = client;
        this.reactive = client.reactive();
        addListener(Delivery.LISTENER);
    }

    @Override
    protected Object doGetTransaction(TransactionSynchronizationManager context) {
        return new Handle(Surroundings.of(context, Definitions.scope(client)));
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((Handle) transaction).bound != null;
    }

    /** Within a transaction this is called for a nested one only. */
    @Override
    protected Mono<Void> doBegin(
            TransactionSynchronizationManager context, Object transaction, TransactionDefinition definition) {
        Handle handle = (Handle) transaction;
        return handle.bound != null ? handle.createSavepoint() : begin(context, handle, definition);
    }

    private Mono<Void> begin(
            TransactionSynchronizationManager context, Handle handle, TransactionDefinition definition) {
        SpringTransactionScope scope = Definitions.scope(client);
        return Mono.deferContextual(subscriber -> {
            TransactionOptions options = Definitions.options(definition, definition.getTimeout());
            Runnable abandon = () -> handle.abandon(context, scope)
                    .contextWrite(subscriber)
                    .subscribe(
                            done -> {},
                            failure -> LOG.warn("What a cancelled transaction had suspended has failed", failure));
            // A subscriber who cancels meanwhile leaves no connection behind.
            Mono<Void> begun = Mono.usingWhen(
                            reactive.acquire(),
                            connection -> connection.begin(options).doOnNext(transaction -> {
                                if (!handle.bind(new SubscriberTransaction(connection, transaction), context, scope)) {
                                    throw new CancellationException("The subscriber has gone");
                                }
                            }),
                            connection -> Mono.empty(),
                            (connection, failure) -> close(connection),
                            connection -> handle.hasBegun() ? Mono.empty() : close(connection))
                    .onErrorMap(
                            failure -> !(failure instanceof TransactionException),
                            failure -> new CannotCreateTransactionException(
                                    "Cannot begin a transaction: " + failure.getMessage(), failure))
                    .then()
                    .doOnCancel(abandon);
            // Spring takes further steps before the subscriber has it, and may lose it between them.
            return !getTransactionExecutionListeners().contains(Delivery.LISTENER)
                    ? begun
                    : new AfterCompletion(begun, () -> {
                        if (!handle.isDelivered) {
                            abandon.run();
                        }
                    });
        });
    }

    @Override
    protected Mono<Object> doSuspend(TransactionSynchronizationManager context, Object transaction) {
        return Mono.defer(() -> {
            ((Handle) transaction).bound = null;
            return Mono.justOrEmpty(context.unbindResource(Definitions.scope(client)));
        });
    }

    @Override
    protected Mono<Void> doResume(
            TransactionSynchronizationManager context, @Nullable Object transaction, Object suspended) {
        return Mono.fromRunnable(() -> context.bindResource(Definitions.scope(client), suspended));
    }

    @Override
    protected Mono<Void> doCommit(TransactionSynchronizationManager context, GenericReactiveTransaction status) {
        return Mono.defer(() -> {
            Handle handle = (Handle) status.getTransaction();
            boolean isRollbackOnly = handle.bound().isRollbackOnly();
            if (handle.savepoint != null && !isRollbackOnly) {
                return handle.run("RELEASE SAVEPOINT " + handle.savepoint);
            }
            if (isRollbackOnly) {
                return rollback(handle)
                        .then(Mono.error(() -> new UnexpectedRollbackException(
                                "Transaction rolled back because it has been marked as rollback-only")));
            }
            return handle.bound().transaction().commit().onErrorMap(RuntimeException.class, Definitions::commitFailed);
        });
    }

    @Override
    protected Mono<Void> doRollback(TransactionSynchronizationManager context, GenericReactiveTransaction status) {
        return Mono.defer(() -> {
            Handle handle = (Handle) status.getTransaction();
            // Spring, too, may have noticed that the subscriber has gone while it began.
            return handle.isAbandoned() ? Mono.empty() : rollback(handle);
        });
    }

    private static Mono<Void> rollback(Handle handle) {
        SubscriberTransaction bound = handle.bound();
        if (handle.savepoint != null) {
            bound.setRollbackOnly(false);
            return handle.run("ROLLBACK TO SAVEPOINT " + handle.savepoint + "; RELEASE SAVEPOINT " + handle.savepoint);
        }
        // A COMMIT that has failed has ended it already.
        return bound.transaction().isActive()
                ? bound.transaction()
                        .rollback()
                        .onErrorMap(RuntimeException.class, failure -> Definitions.failed("ROLLBACK", failure))
                : Mono.empty();
    }

    @Override
    protected Mono<Void> doSetRollbackOnly(
            TransactionSynchronizationManager context, GenericReactiveTransaction status) {
        return Mono.fromRunnable(
                () -> ((Handle) status.getTransaction()).bound().setRollbackOnly(true));
    }

    @Override
    protected Mono<Void> doCleanupAfterCompletion(TransactionSynchronizationManager context, Object transaction) {
        return Mono.defer(() -> {
            Handle handle = (Handle) transaction;
            if (handle.savepoint != null || handle.isAbandoned()) {
                return Mono.empty();
            }
            SubscriberTransaction bound = handle.bound();
            handle.bound = null;
            bound.unbind(context, Definitions.scope(client));
            return close(bound.connection());
        });
    }

    /** The outcome of the transaction is known already; giving the connection back must not change it. */
    private static Mono<Void> close(ReactivePgConnection connection) {
        return connection.close().onErrorResume(failure -> {
            LOG.warn("A connection could not be given back after a transaction", failure);
            return Mono.empty();
        });
    }

    /** Hears that a subscriber has been given what has begun for him: from then on he ends it. */
    private enum Delivery implements TransactionExecutionListener {
        LISTENER;

        @Override
        public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
            if (transaction instanceof GenericReactiveTransaction begun
                    && begun.hasTransaction()
                    && begun.getTransaction() instanceof Handle handle) {
                handle.isDelivered = true;
            }
        }
    }

    /** One's view of the transaction of the context, or of a savepoint in it. */
    private static final class Handle {

        private final Surroundings surroundings;
        private volatile @Nullable SubscriberTransaction bound;
        private volatile @Nullable String savepoint;
        private volatile boolean hasBegun;
        private volatile boolean isAbandoned;
        private volatile boolean isDelivered;

        Handle(Surroundings surroundings) {
            this.surroundings = surroundings;
            this.bound = surroundings.transaction();
        }

        /** Whether it is the handle, and not who began, that has to give the connection back. */
        boolean hasBegun() {
            return hasBegun;
        }

        /** Whether the subscriber has cancelled before he was told that there is a transaction. */
        boolean isAbandoned() {
            return isAbandoned;
        }

        /** Takes a transaction that has begun, unless nobody waits for it any more. */
        synchronized boolean bind(
                SubscriberTransaction begun, TransactionSynchronizationManager context, SpringTransactionScope scope) {
            if (!isAbandoned) {
                context.bindResource(scope, begun);
                bound = begun;
                hasBegun = true;
            }
            return !isAbandoned;
        }

        /** Between its beginning and the moment that the subscriber is told of it nobody else would end it. */
        synchronized Mono<Void> abandon(TransactionSynchronizationManager context, SpringTransactionScope scope) {
            if (isAbandoned) {
                return Mono.empty();
            }
            isAbandoned = true;
            SubscriberTransaction begun = bound;
            bound = null;
            if (begun == null) {
                return surroundings.restore(context, scope);
            }
            begun.unbind(context, scope);
            // A connection that cannot even roll back is no good to the pool either, which notices that.
            return begun.transaction()
                    .rollback()
                    .onErrorComplete(RuntimeException.class)
                    .then(close(begun.connection()))
                    .then(surroundings.restore(context, scope));
        }

        SubscriberTransaction bound() {
            SubscriberTransaction current = bound;
            if (current == null) {
                throw new IllegalStateException("there is no transaction");
            }
            return current;
        }

        Mono<Void> createSavepoint() {
            return Mono.defer(() -> {
                if (bound().isRollbackOnly()) {
                    return Mono.error(new NestedTransactionNotSupportedException(
                            "a transaction that is marked for rollback takes no savepoint"));
                }
                String name = bound().newSavepoint();
                return run("SAVEPOINT " + name).doOnSuccess(done -> savepoint = name);
            });
        }

        Mono<Void> run(String sql) {
            return bound().transaction()
                    .execute(sql)
                    .onErrorMap(RuntimeException.class, Definitions::savepointFailed)
                    .then();
        }
    }
}
