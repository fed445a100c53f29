package io.pgnative.client;

/**
 * What needs one connection: what a connection and a transaction can do beyond {@link BlockingPgOperations}; see
 * {@link PgConnectionOperations}.
 */
public interface BlockingPgConnectionOperations extends BlockingPgOperations {

    /**
     * See {@link PgConnectionOperations#prepare(String)}.
     *
     * @param sql one statement
     * @return the statement, to be closed when it is not needed any more
     */
    BlockingPgStatement prepare(String sql);

    /**
     * See {@link PgConnectionOperations#prepare(String, String)}.
     *
     * @param sql one statement
     * @param name its name at the server, by which SQL {@code EXECUTE} finds it, too; one that is taken fails with
     *     SQLSTATE 42P05
     * @return the statement, to be closed when it is not needed any more
     */
    BlockingPgStatement prepare(String sql, String name);
}
