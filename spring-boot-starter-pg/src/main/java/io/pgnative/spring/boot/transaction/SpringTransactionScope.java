package io.pgnative.spring.boot.transaction;

import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.PgTransactionScope;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Has the calls of one client join the transactions of Spring: those of {@link PgTransactionManager} by their thread,
 * and those of {@link PgReactiveTransactionManager} by the context of the subscriber. The clients of the
 * auto-configuration have one. A client that is made by hand needs one of its own for its transaction managers to work:
 *
 * <pre>{@code
 * PgClient.builder(vertx).dsn(dsn).transactionScope(SpringTransactionScope.create()).build();
 * }</pre>
 *
 * <p>It is what the transactions are bound to, in place of the client.
 */
public sealed class SpringTransactionScope implements PgTransactionScope permits ReactiveSpringTransactionScope {

    SpringTransactionScope() {}

    /**
     * Makes a scope for one client.
     *
     * @return for both kinds of transactions if Reactor is there, else for those of threads
     */
    public static SpringTransactionScope create() {
        return ClassUtils.isPresent("reactor.core.publisher.Mono", SpringTransactionScope.class.getClassLoader())
                ? ReactiveSpringTransactionScope.forBoth()
                : new SpringTransactionScope();
    }

    @Override
    public final @Nullable BlockingPgTransaction ofThread() {
        Object bound = TransactionSynchronizationManager.getResource(this);
        return bound == null ? null : ((ThreadTransaction) bound).transaction();
    }
}
