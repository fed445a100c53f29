package io.pgnative.client;

/**
 * What needs one connection: what a connection and a transaction can do beyond {@link ReactivePgOperations}; see
 * {@link PgConnectionOperations}.
 */
public interface ReactivePgConnectionOperations extends ReactivePgOperations {}
