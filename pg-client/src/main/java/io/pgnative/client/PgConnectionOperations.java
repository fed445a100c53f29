package io.pgnative.client;

/**
 * What needs one connection: what a connection and a transaction can do beyond {@link PgOperations}, and a client,
 * which runs each statement on whichever connection is free, cannot.
 */
public interface PgConnectionOperations extends PgOperations {}
