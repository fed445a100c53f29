package io.pgnative.client;

/**
 * What needs one connection: what a connection and a transaction can do beyond {@link BlockingPgOperations}; see
 * {@link PgConnectionOperations}.
 */
public interface BlockingPgConnectionOperations extends BlockingPgOperations {}
