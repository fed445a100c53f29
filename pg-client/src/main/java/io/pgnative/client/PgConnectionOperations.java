package io.pgnative.client;

import io.vertx.core.Future;

/**
 * What needs one connection: what a connection and a transaction can do beyond {@link PgOperations}, and a client,
 * which runs each statement on whichever connection is free, cannot.
 */
public interface PgConnectionOperations extends PgOperations {

    /**
     * Prepares a statement for oneself, apart from those that the connection prepares of its own accord. Nothing is
     * run, and no lock is left behind outside a transaction.
     *
     * @param sql one statement
     * @return the statement, to be closed when it is not needed any more
     */
    Future<PgStatement> prepare(String sql);

    /**
     * Prepares a statement for oneself under a name of one's own.
     *
     * @param sql one statement
     * @param name its name at the server, by which SQL {@code EXECUTE} finds it, too; one that is taken fails with
     *     SQLSTATE 42P05
     * @return the statement, to be closed when it is not needed any more
     */
    Future<PgStatement> prepare(String sql, String name);
}
