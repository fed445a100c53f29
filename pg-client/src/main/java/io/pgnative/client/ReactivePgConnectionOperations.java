package io.pgnative.client;

import reactor.core.publisher.Mono;

/**
 * What needs one connection: what a connection and a transaction can do beyond {@link ReactivePgOperations}; see
 * {@link PgConnectionOperations}.
 */
public interface ReactivePgConnectionOperations extends ReactivePgOperations {

    /**
     * See {@link PgConnectionOperations#prepare(String)}.
     *
     * @param sql one statement
     * @return the statement, to be closed when it is not needed any more
     */
    Mono<ReactivePgStatement> prepare(String sql);

    /**
     * See {@link PgConnectionOperations#prepare(String, String)}.
     *
     * @param sql one statement
     * @param name its name at the server, by which SQL {@code EXECUTE} finds it, too; one that is taken fails with
     *     SQLSTATE 42P05
     * @return the statement, to be closed when it is not needed any more
     */
    Mono<ReactivePgStatement> prepare(String sql, String name);
}
