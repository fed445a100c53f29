package io.pgnative.client.face;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Pool;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connections and transactions that a function's future holds open. */
final class FutureScopes {

    private FutureScopes() {}

    /** Borrows a connection for some work. */
    static <T> Future<T> withConnection(
            @Nullable ContextInternal context,
            Pool pool,
            @Nullable Duration acquireTimeout,
            long timeoutNanos,
            boolean warnsOfTransaction,
            Function<Borrowed, Future<T>> work) {
        return pool.acquire(context, acquireTimeout)
                .future()
                .compose(lease -> withConnection(context, new Borrowed(lease, timeoutNanos), warnsOfTransaction, work));
    }

    /** Does some work on a connection, and gives it back. */
    static <T> Future<T> withConnection(
            @Nullable ContextInternal context,
            Borrowed borrowed,
            boolean warnsOfTransaction,
            Function<Borrowed, Future<T>> work) {
        return guarded(work, borrowed).eventually(() -> borrowed.release(context, warnsOfTransaction));
    }

    /** Runs work in a transaction. */
    static <T> Future<T> inTransaction(
            @Nullable ContextInternal context,
            Beginner beginner,
            TransactionOptions options,
            Function<Transaction, Future<T>> work) {
        return attempt(context, beginner, options, work, 0);
    }

    private static <T> Future<T> attempt(
            @Nullable ContextInternal context,
            Beginner beginner,
            TransactionOptions options,
            Function<Transaction, Future<T>> work,
            int attempt) {
        return beginner.begin(context, options, true).compose(transaction -> {
            Future<T> outcome = perform(context, transaction, work);
            return attempt == beginner.retries(options)
                    ? outcome
                    : outcome.recover(failure -> Retries.isAskedFor(failure)
                            ? pause(context, transaction, attempt)
                                    .compose(ignored -> attempt(context, beginner, options, work, attempt + 1))
                            : Future.failedFuture(failure));
        });
    }

    private static <T> Future<T> perform(
            @Nullable ContextInternal context, Transaction transaction, Function<Transaction, Future<T>> work) {
        return guarded(work, transaction)
                .transform((value, failure) -> failure == null
                        ? transaction.finish(context).map(done -> value)
                        : transaction.rollbackAfter(context, failure));
    }

    private static Future<Void> pause(@Nullable ContextInternal context, Transaction transaction, int attempt) {
        Promise<Void> over = Contexts.promise(context);
        transaction
                .connection()
                .lease()
                .session()
                .context()
                .setTimer(Retries.pauseMillis(attempt), id -> over.complete());
        return over.future();
    }

    private static <A, T> Future<T> guarded(Function<A, Future<T>> work, A argument) {
        try {
            Future<T> outcome = work.apply(argument);
            return outcome != null ? outcome : Future.failedFuture(returnedNull());
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    static PgMisuseException returnedNull() {
        return new PgMisuseException("the work returned null instead of a Future");
    }
}
