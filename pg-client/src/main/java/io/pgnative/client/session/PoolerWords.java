package io.pgnative.client.session;

import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;
import java.util.List;

/**
 * What PgBouncer says in its own name. It ends a connection with one SQLSTATE for everything, 08P01, so that only its
 * words tell what has become of a statement.
 */
final class PoolerWords {

    /** Said to those that have no server connection: nothing of theirs has reached one. */
    private static final List<String> WAITING = List.of(
            "no more connections allowed",
            "query_wait_timeout",
            "server_login_retry",
            "client_login_timeout",
            "cannot connect to server");

    private PoolerWords() {}

    /** Whether a pooler may have said this: the connection's end, which says nothing of the statement under way. */
    static boolean mayBe(PgServerException error) {
        return error.isFatal() && error.sqlState().equals(SqlState.PROTOCOL_VIOLATION);
    }

    /** Whether a pooler has said this to somebody who was waiting for a server connection, and may try again. */
    static boolean isToWaiting(PgServerException error) {
        return mayBe(error) && WAITING.stream().anyMatch(error.serverMessage()::contains);
    }
}
