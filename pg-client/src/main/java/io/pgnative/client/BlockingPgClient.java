package io.pgnative.client;

/** The verbs of {@link PgClient} for threads that may wait. */
public interface BlockingPgClient {}
