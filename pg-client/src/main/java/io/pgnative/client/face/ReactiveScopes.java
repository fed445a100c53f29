package io.pgnative.client.face;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Lease;
import io.pgnative.client.pool.PendingLease;
import io.pgnative.client.pool.Pool;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Connections and transactions that a subscription holds open. A cancelled one rolls back and gives back. */
final class ReactiveScopes {

    private ReactiveScopes() {}

    /** Does some work on a connection, and gives it back. */
    static <T> Mono<T> withConnection(
            Mono<Borrowed> connection, boolean warnsOfTransaction, Function<Borrowed, Mono<T>> work) {
        return Mono.usingWhen(
                connection,
                borrowed -> guarded(work, borrowed),
                borrowed -> release(borrowed, warnsOfTransaction),
                (borrowed, failure) -> release(borrowed, warnsOfTransaction),
                borrowed -> release(borrowed, false));
    }

    /** Borrows a connection; one that was granted to a subscriber who has cancelled goes back. */
    static Mono<Lease> lease(Pool pool, @Nullable Duration acquireTimeout) {
        return Mono.create(sink -> {
            PendingLease pending = pool.acquire(Contexts.ofCaller(), acquireTimeout);
            pending.future().onComplete((lease, failure) -> {
                if (failure == null) {
                    sink.success(lease);
                } else {
                    sink.error(failure);
                }
            });
            sink.onCancel(() -> pending.abandon(ReactiveVerbs.cancelled()));
        });
    }

    private static Mono<Void> release(Borrowed borrowed, boolean warnsOfTransaction) {
        return ReactiveVerbs.done(() -> borrowed.release(Contexts.ofCaller(), warnsOfTransaction));
    }

    /** Runs work in a transaction. */
    static <T> Mono<T> inTransaction(
            Beginner beginner, TransactionOptions options, Function<Transaction, Mono<T>> work) {
        Mono<T> once = Mono.usingWhen(
                ReactiveVerbs.value(() -> beginner.begin(Contexts.ofCaller(), options, true)),
                transaction -> guarded(work, transaction),
                transaction -> ReactiveVerbs.done(() -> transaction.finish(Contexts.ofCaller())),
                ReactiveScopes::rollback,
                transaction -> rollback(transaction, null));
        int retries = beginner.retries(options);
        return retries == 0
                ? once
                : once.retryWhen(Retry.backoff(retries, Duration.ofMillis(Retries.FIRST_PAUSE_MILLIS))
                        .maxBackoff(Duration.ofMillis(Retries.LONGEST_PAUSE_MILLIS))
                        .filter(Retries::isAskedFor)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
    }

    /** Rolls back for a failure, or for a cancelled subscriber; never fails, so that the failure stays what it was. */
    private static Mono<Void> rollback(Transaction transaction, @Nullable Throwable failure) {
        return ReactiveVerbs.done(() -> transaction.rollback(Contexts.ofCaller()))
                .onErrorResume(second -> {
                    if (failure != null && second != failure) {
                        failure.addSuppressed(second);
                    }
                    return Mono.empty();
                });
    }

    private static <A, T> Mono<T> guarded(Function<A, Mono<T>> work, A argument) {
        Mono<T> outcome = work.apply(argument);
        return outcome != null
                ? outcome
                : Mono.error(new PgMisuseException("the work returned null instead of a Mono"));
    }
}
