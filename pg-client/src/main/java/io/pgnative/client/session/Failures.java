package io.pgnative.client.session;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import org.jspecify.annotations.Nullable;

/** What calls fail with that the server does not complain of. */
final class Failures {

    private Failures() {}

    /** An exchange could not be written. */
    static PgException notWritten(Throwable cause) {
        return cause instanceof PgException known
                ? known
                : new PgDataException("the statement cannot be sent: " + cause.getMessage(), cause);
    }

    /** The columns are not of the types by which their formats were asked for. */
    static PgException unreadable() {
        return new PgDataException("the statement has run, but its rows cannot be read: on this connection its columns"
                + " have other types than before, and came in the formats of those; the next call will read them");
    }

    /** Nobody waits for the call any more, who would see this. */
    static PgException givenUp() {
        return new PgCancelledException("the call was given up");
    }

    /** Writing runs code of the user, which may end the connection. */
    static PgException endedWhileWriting(@Nullable PgException reason) {
        return new PgConnectionLostException(
                "the connection was ended while the statement was being written", false, reason);
    }
}
