package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * Knows the transactions that somebody else than the callers of a client begins and ends, such as a framework with
 * declared transactions: the calls of the client join them. Set with {@link PgClientBuilder#transactionScope}.
 *
 * <p>All verbs of the {@link PgClient} and of its {@link BlockingPgClient} ask at the call, on the thread of the call,
 * and run in the transaction that they are told: statements, batches, streams, COPY and NOTIFY. There,
 * {@code inTransaction} is a savepoint of it, and {@code withConnection} and {@code acquire} give its connection, which
 * closing leaves to the transaction. {@code listen} has a connection of its own and does not ask. What is called on a
 * connection or a transaction runs there, and does not ask either.
 *
 * @see ReactivePgTransactionScope
 */
@FunctionalInterface
public interface PgTransactionScope {

    /**
     * The transaction that surrounds what the calling thread does. Called for each call of the client, on any thread;
     * it must not block.
     *
     * @return of the client that asks; null if there is none, so that the call has a connection of its own
     */
    @Nullable BlockingPgTransaction ofThread();
}
