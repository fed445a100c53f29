package io.pgnative.client;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /**
     * Listens to a channel until the registration is closed or the connection is given back. LISTEN is sent for the
     * first listener of a channel and UNLISTEN after the last. Notifications come while the connection is idle, and in
     * between and within results. Listening that is to last belongs to {@link BlockingPgClient#listen}: a connection
     * that is lost takes its listeners with it.
     *
     * <p>Within a transaction LISTEN takes effect when that commits; when it is rolled back, LISTEN is sent again after
     * it.
     *
     * @param channel its name, exactly as in NOTIFY between quotes; 1 to 63 bytes in UTF-8
     * @param listener called where {@link NotificationListener} says; the same one twice is one registration
     * @return the registration, when the server listens
     * @throws PgMisuseException if there can be no such channel
     */
    PgRegistration listen(String channel, NotificationListener listener);

    /**
     * Registers for the notices of this connection, until the registration is closed or the connection is given back.
     *
     * @param handler given each notice; called where {@link NotificationListener} says; what it throws is logged
     * @return the registration
     */
    PgRegistration onNotice(Consumer<? super PgNotice> handler);

    /**
     * Registers for the end of this connection, whether it is given back or lost. Called once.
     *
     * @param handler given why the connection was lost; null when it was given back. Called where
     *     {@link NotificationListener} says; what it throws is logged
     * @return the registration
     */
    PgRegistration onClose(Consumer<? super @Nullable PgException> handler);

    /**
     * Registers for what runs on this connection, until the registration is closed or the connection is given back.
     *
     * @param handler given each statement after its end, whether it succeeded or failed; called where
     *     {@link NotificationListener} says; what it throws is logged
     * @return the registration
     */
    PgRegistration onQuery(Consumer<? super QueryEvent> handler);

    /** Asks the server to cancel what runs on this connection; see {@link PgConnection#cancel()}. */
    void cancel();

    /**
     * The same connection with another limit of each call, in place of the client's.
     *
     * @param timeout more than zero
     * @return a view of this connection; transactions begun on it have the same limit
     * @throws PgMisuseException if the limit is not more than zero
     */
    BlockingPgConnection queryTimeout(Duration timeout);

    /**
     * Makes the session as it was when the connection was opened, as far as the client's {@link ResetPolicy} says, or
     * {@link ResetPolicy#FAST} if that is to do nothing. A transaction that is open is rolled back, with a warning in
     * the log. A connection that cannot be reset is closed. With {@link PoolerMode#TRANSACTION} nothing is sent but the
     * rollback.
     */
    void reset();

    /**
     * Ends the connection at once instead of giving it back; the pool opens another when it needs one. What runs here
     * fails with a {@link PgConnectionLostException}; the server may go on with it. Idempotent.
     */
    void abort();

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
