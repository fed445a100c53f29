package io.pgnative.client;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The characteristics of a transaction. Immutable.
 *
 * @param isolation the isolation level; null leaves the server's {@code default_transaction_isolation}
 * @param isReadOnly whether writes are refused; false leaves the server's {@code default_transaction_read_only}
 * @param isDeferrable whether a serializable read-only transaction may wait for a safe snapshot
 * @param maxRetries how often the whole work is run again after SQLSTATE 40001 or 40P01; 0 means never
 * @param timeout how long it may take, counted from its beginning, and anew each time it is run again: what is called
 *     in it later, or has not ended by then, fails with a {@link PgTimeoutException}. Ending it takes place all the
 *     same. Null means no limit
 */
public record TransactionOptions(
        @Nullable IsolationLevel isolation,
        boolean isReadOnly,
        boolean isDeferrable,
        int maxRetries,
        @Nullable Duration timeout) {

    private static final TransactionOptions DEFAULTS = new TransactionOptions(null, false, false, 0, null);

    /** Checks the values. */
    public TransactionOptions {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("retries must be 0 or more, not " + maxRetries);
        }
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("a timeout must be more than zero, not " + timeout);
        }
    }

    /**
     * The server's default characteristics, no retries.
     *
     * @return the server's default characteristics, no retries
     */
    public static TransactionOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Serializable, no retries.
     *
     * @return serializable, no retries
     */
    public static TransactionOptions serializable() {
        return DEFAULTS.isolation(IsolationLevel.SERIALIZABLE);
    }

    /**
     * Repeatable read, no retries.
     *
     * @return repeatable read, no retries
     */
    public static TransactionOptions repeatableRead() {
        return DEFAULTS.isolation(IsolationLevel.REPEATABLE_READ);
    }

    /**
     * Read committed, no retries.
     *
     * @return read committed, no retries
     */
    public static TransactionOptions readCommitted() {
        return DEFAULTS.isolation(IsolationLevel.READ_COMMITTED);
    }

    /**
     * The changed options.
     *
     * @param level the isolation level
     * @return the changed options
     */
    public TransactionOptions isolation(IsolationLevel level) {
        return new TransactionOptions(level, isReadOnly, isDeferrable, maxRetries, timeout);
    }

    /**
     * The same, read only.
     *
     * @return the same, read only
     */
    public TransactionOptions readOnly() {
        return new TransactionOptions(isolation, true, isDeferrable, maxRetries, timeout);
    }

    /**
     * The same, deferrable.
     *
     * @return the same, deferrable
     */
    public TransactionOptions deferrable() {
        return new TransactionOptions(isolation, isReadOnly, true, maxRetries, timeout);
    }

    /**
     * The changed options.
     *
     * @param retries how often to run the work again after SQLSTATE 40001 or 40P01
     * @return the changed options
     */
    public TransactionOptions retries(int retries) {
        return new TransactionOptions(isolation, isReadOnly, isDeferrable, retries, timeout);
    }

    /**
     * The changed options.
     *
     * @param limit how long the transaction may take, more than zero; see {@link #timeout()}
     * @return the changed options
     */
    public TransactionOptions timeout(Duration limit) {
        return new TransactionOptions(
                isolation, isReadOnly, isDeferrable, maxRetries, Objects.requireNonNull(limit, "limit"));
    }
}
