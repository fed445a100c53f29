package io.pgnative.client;

import java.util.Map;

/** One connection, used by nobody else until it is given back with {@link #close()}; see {@link PgConnection}. */
public interface BlockingPgConnection extends BlockingPgConnectionOperations, AutoCloseable {

    /**
     * Begins a transaction that the caller ends. Prefer {@link #inTransaction}, which cannot forget to.
     *
     * <p>The BEGIN is sent with the first statement, in the same round trip: that is when the transaction starts for
     * the server, and when a BEGIN that it refuses fails.
     *
     * @param options isolation and access mode; retries need {@link #inTransaction} and are refused here
     * @return the transaction
     */
    BlockingPgTransaction begin(TransactionOptions options);

    /**
     * Begins a transaction with the server's default characteristics.
     *
     * @return the transaction
     */
    default BlockingPgTransaction begin() {
        return begin(TransactionOptions.defaults());
    }

    /**
     * The parameters that the server reports, such as {@code TimeZone}; kept current.
     *
     * @return a copy
     */
    Map<String, String> settings();

    /**
     * The server's version.
     *
     * @return the version as reported at start-up
     */
    ServerVersion serverVersion();

    /**
     * The process id of the backend, as {@code pg_backend_pid()} tells it.
     *
     * @return the process id
     */
    int processId();

    /**
     * Whether a transaction is open on this connection, as of the last completed statement.
     *
     * @return the status
     */
    TransactionStatus transactionStatus();

    /**
     * Sets the codec of a type on this connection until it is given back, in place of what the client has. Statements
     * that follow use it.
     *
     * @param typeName the type, as in {@link PgClientBuilder#codec}
     * @param codec reads and writes its values
     */
    void setTypeCodec(String typeName, PgCodec<?> codec);

    /**
     * Exchanges a type as another one on this connection until it is given back; see
     * {@link PgClientBuilder#builtinCodec}.
     *
     * @param typeName the type, as in {@link PgClientBuilder#codec}
     * @param codecName the other type
     */
    void setBuiltinTypeCodec(String typeName, String codecName);

    /**
     * Undoes {@link #setTypeCodec} and {@link #setBuiltinTypeCodec} for a type: what the client has counts again.
     *
     * @param typeName the type, as in {@link PgClientBuilder#codec}
     */
    void resetTypeCodec(String typeName);

    /** Forgets what the client has learnt of types and statements; see {@link PgClient#reloadTypes()}. */
    void reloadTypes();

    /** Asks the server to cancel what runs on this connection; see {@link PgConnection#cancel()}. */
    void cancel();

    /**
     * Whether this handle was given back or the connection is gone.
     *
     * @return true if it cannot be used any more
     */
    boolean isClosed();

    /** Gives the connection back to its pool; an open transaction is rolled back. Idempotent. */
    @Override
    void close();
}
