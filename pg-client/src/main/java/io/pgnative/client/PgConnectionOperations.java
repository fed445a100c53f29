package io.pgnative.client;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

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

    /**
     * Opens a cursor that lives until the end of the transaction.
     *
     * @param sql the statement, which may be one that changes data and returns rows
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the cursor, before its first row
     * @see #cursor(CursorOptions, String, Object...)
     */
    default Future<PgCursor> cursor(String sql, @Nullable Object... args) {
        return cursor(CursorOptions.defaults(), sql, args);
    }

    /**
     * Opens a cursor: a statement whose rows are taken bit by bit, while other statements run in between. It needs a
     * transaction that was begun through this API, or else is a {@link PgMisuseException}; one
     * {@link CursorOptions#withHold() with hold} does not, but its statement must be a query.
     *
     * @param options prefetch, hold
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @return the cursor, before its first row
     */
    Future<PgCursor> cursor(CursorOptions options, String sql, @Nullable Object... args);
}
