package io.pgnative.client.face;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.pool.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connections and transactions that a call of a function holds open. */
final class BlockingScopes {

    private BlockingScopes() {}

    /** Borrows a connection. */
    static Borrowed borrow(Pool pool, @Nullable Duration acquireTimeout, long timeoutNanos) {
        Waiting.check();
        return new Borrowed(Waiting.await(pool.acquire(null, acquireTimeout)), timeoutNanos);
    }

    /** Does some work on a connection, and gives it back. */
    static <T extends @Nullable Object> T withConnection(
            Borrowed borrowed, boolean warnsOfTransaction, Function<Borrowed, T> work) {
        try {
            return work.apply(borrowed);
        } finally {
            Waiting.awaitEnd(borrowed.release(null, warnsOfTransaction));
        }
    }

    /** Runs work in a transaction. */
    static <T extends @Nullable Object> T inTransaction(
            Beginner beginner, TransactionOptions options, Function<Transaction, T> work) {
        Waiting.check();
        int retries = beginner.retries(options);
        for (int attempt = 0; ; attempt++) {
            try {
                return attempt(beginner, options, work);
            } catch (RuntimeException failure) {
                if (attempt >= retries || !Retries.isAskedFor(failure)) {
                    throw failure;
                }
                pause(attempt, failure);
            }
        }
    }

    private static <T extends @Nullable Object> T attempt(
            Beginner beginner, TransactionOptions options, Function<Transaction, T> work) {
        Transaction transaction = Waiting.awaitEnd(beginner.begin(null, options, true));
        T value;
        try {
            value = work.apply(transaction);
        } catch (RuntimeException | Error failure) {
            rollback(transaction, failure);
            throw failure;
        }
        Waiting.awaitEnd(transaction.finish(null));
        return value;
    }

    private static void rollback(Transaction transaction, Throwable failure) {
        try {
            Waiting.awaitEnd(transaction.rollback(null));
        } catch (RuntimeException second) {
            if (second != failure) {
                failure.addSuppressed(second);
            }
        }
    }

    private static void pause(int attempt, RuntimeException failure) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Retries.pauseMillis(attempt));
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                PgCancelledException cancelled =
                        new PgCancelledException("the thread was interrupted before the transaction was run again");
                cancelled.addSuppressed(failure);
                throw Waiting.traced(cancelled);
            }
            LockSupport.parkNanos(failure, left);
        }
    }
}
