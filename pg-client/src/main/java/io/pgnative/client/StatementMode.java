package io.pgnative.client;

/** Whether statements stay prepared at the server. */
public enum StatementMode {

    /**
     * Statements have names, and stay prepared as long as they are in the cache. The name of a cached statement is a
     * hash of its text, equal on all connections of all clients. A pooler that changes the server connection between
     * transactions has to track them: PgBouncer from version 1.21 on with {@code max_prepared_statements} above zero.
     */
    NAMED,

    /**
     * Each run brings its statement with it, unnamed: parsed, described, bound and run in one flight, which ends with
     * one Sync. Nothing is relied on that an earlier flight has left at the server. The first use of a text by a client
     * asks the server for its types in a flight of its own.
     */
    UNNAMED
}
