package io.pgnative.client;

/** The verbs of {@link PgClient} for Reactor. */
public interface ReactivePgClient {}
