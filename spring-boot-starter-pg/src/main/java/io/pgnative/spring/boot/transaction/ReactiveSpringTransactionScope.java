package io.pgnative.spring.boot.transaction;

import io.pgnative.client.ReactivePgTransaction;
import io.pgnative.client.ReactivePgTransactionScope;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The scope for transactions of threads and of subscribers. */
final class ReactiveSpringTransactionScope extends SpringTransactionScope implements ReactivePgTransactionScope {

    private ReactiveSpringTransactionScope() {}

    static ReactiveSpringTransactionScope forBoth() {
        return new ReactiveSpringTransactionScope();
    }

    @Override
    public @Nullable ReactivePgTransaction ofContext(ContextView context) {
        if (context.isEmpty()) {
            return null;
        }
        Current current = new Current(context);
        // Looks into the context and no further: it has ended when this returns.
        TransactionSynchronizationManager.forCurrentTransaction().subscribe(current);
        return current.transaction(this);
    }

    /** Given what belongs to the transaction of a context, if there is one. */
    private static final class Current extends BaseSubscriber<TransactionSynchronizationManager> {

        private final Context context;
        private @Nullable TransactionSynchronizationManager manager;
        private @Nullable Throwable failure;

        Current(ContextView context) {
            this.context = Context.of(context);
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnNext(TransactionSynchronizationManager found) {
            manager = found;
        }

        @Override
        protected void hookOnError(Throwable error) {
            failure = error;
        }

        @Nullable ReactivePgTransaction transaction(SpringTransactionScope key) {
            if (failure != null && !(failure instanceof NoTransactionException)) {
                throw new IllegalStateException("cannot tell whether there is a transaction", failure);
            }
            Object bound = manager == null ? null : manager.getResource(key);
            return bound == null ? null : ((SubscriberTransaction) bound).transaction();
        }
    }
}
