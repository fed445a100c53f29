package io.pgnative.spring.boot.test;

import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Undoes what tests do through the reactive face. The transaction of a test method belongs to its thread, which
 * publishers know nothing of; so what is to be undone is put into a transaction of its own:
 *
 * <pre>{@code
 * PgRollback rollback = PgRollback.with(transactionManager);
 *
 * StepVerifier.create(rollback.mono(store.save(book).then(store.count())))
 *         .expectNext(1L)
 *         .expectComplete()
 *         .verify(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Whoever works within it and begins a transaction that requires none of its own takes part in this one.
 */
public final class PgRollback {

    private final TransactionalOperator transactions;

    private PgRollback(TransactionalOperator transactions) {
        this.transactions = transactions;
    }

    /**
     * Makes one.
     *
     * @param manager of the client that is used, such as the bean {@code pgReactiveTransactionManager}
     * @return it
     */
    public static PgRollback with(ReactiveTransactionManager manager) {
        return new PgRollback(TransactionalOperator.create(manager));
    }

    /**
     * Undoes what a {@code Mono} does.
     *
     * @param work what to do
     * @param <T> what it yields
     * @return the same, which does its work in a transaction that is rolled back behind it, for each subscriber anew
     */
    public <T> Mono<T> mono(Mono<T> work) {
        return flux(work.flux()).singleOrEmpty();
    }

    /**
     * Undoes what a {@code Flux} does.
     *
     * @param work what to do
     * @param <T> what it yields
     * @return the same, which does its work in a transaction that is rolled back behind it, for each subscriber anew
     */
    public <T> Flux<T> flux(Flux<T> work) {
        return transactions.execute(transaction -> {
            transaction.setRollbackOnly();
            return work;
        });
    }
}
