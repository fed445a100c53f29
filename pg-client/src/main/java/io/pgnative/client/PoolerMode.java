package io.pgnative.client;

/**
 * What a connection of the client stands for: a session of the server, or a place at a pooler that gives each
 * transaction a server connection of its own choice (PgBouncer, {@code pool_mode}).
 */
public enum PoolerMode {

    /** A connection is a session of the server for its whole life, directly or through a pooler. The default. */
    SESSION,

    /**
     * Each transaction, and each statement outside of one, may run on another server connection. Nothing that is kept
     * at the server from one transaction to the next is used: no reset, and no named statements unless
     * {@link StatementMode#NAMED} says that the pooler tracks them. What would need a session of its own is refused
     * with a {@link PgMisuseException}: listening to channels, cursors {@code WITH HOLD} and statements that are
     * prepared under a name of their user's choice.
     */
    TRANSACTION
}
