package io.pgnative.spring.boot.transaction;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a context has before a transaction begins in it, of which Spring suspends what has to be. Spring resumes it when
 * the transaction is over or could not begin, but not for a subscriber that cancels meanwhile: without it, what goes on
 * around him would not be in its transaction any more, and that one could not end.
 *
 * @param transaction of the same client; null for none
 * @param synchronizations null if there are none to be told of
 * @param name of the transaction
 * @param isReadOnly as it was asked for
 * @param isolation as it was asked for
 * @param isActive whether it is an actual transaction
 */
record Surroundings(
        @Nullable SubscriberTransaction transaction,
        @Nullable List<TransactionSynchronization> synchronizations,
        @Nullable String name,
        boolean isReadOnly,
        @Nullable Integer isolation,
        boolean isActive) {

    private static final Surroundings NOTHING = new Surroundings(null, null, null, false, null, false);

    static Surroundings of(TransactionSynchronizationManager context, SpringTransactionScope scope) {
        SubscriberTransaction transaction = (SubscriberTransaction) context.getResource(scope);
        if (context.isSynchronizationActive()) {
            return new Surroundings(
                    transaction,
                    context.getSynchronizations(),
                    context.getCurrentTransactionName(),
                    context.isCurrentTransactionReadOnly(),
                    context.getCurrentTransactionIsolationLevel(),
                    context.isActualTransactionActive());
        }
        return transaction == null ? NOTHING : new Surroundings(transaction, null, null, false, null, false);
    }

    /** Puts back at once what was suspended; the synchronizations learn of it when somebody subscribes. */
    Mono<Void> restore(TransactionSynchronizationManager context, SpringTransactionScope scope) {
        if (transaction != null && !context.hasResource(scope)) {
            context.bindResource(scope, transaction);
        }
        if (synchronizations == null || context.isSynchronizationActive()) {
            return Mono.empty();
        }
        context.setActualTransactionActive(isActive);
        context.setCurrentTransactionIsolationLevel(isolation);
        context.setCurrentTransactionReadOnly(isReadOnly);
        context.setCurrentTransactionName(name);
        context.initSynchronization();
        synchronizations.forEach(context::registerSynchronization);
        return Flux.fromIterable(synchronizations)
                .concatMapDelayError(TransactionSynchronization::resume)
                .then();
    }
}
