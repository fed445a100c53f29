package io.pgnative.client.session;

import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the exchanges of one connection fail with. */
final class Failures {

    private final String where;
    private final Transmitter transmitter;

    Failures(PgOptions options, Transmitter transmitter) {
        this.where = options.host() + "/" + options.database();
        this.transmitter = transmitter;
    }

    /** What the server has reported, while an exchange ran or none. */
    PgServerException reported(Map<Character, String> fields, @Nullable Exchange head, int processId) {
        return ServerReports.error(
                fields, head == null ? null : head.running(), head == null ? null : head.place(), where, processId);
    }

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

    /**
     * The connection has ended. The exchange that ran fails with the server's own words, but a fatal error that comes
     * when all answers were given says nothing of the statement, which may be committed.
     *
     * @param ran whether the exchange was the one that the server was at
     * @param reason why the connection has ended; null if it was closed
     */
    PgException lost(Exchange exchange, boolean ran, @Nullable PgException reason) {
        if (ran
                && (reason instanceof PgProtocolException
                        || (reason instanceof PgServerException && !exchange.isComplete()))) {
            return reason;
        }
        boolean sent = transmitter.isFlushed(exchange.sequence);
        String why = reason == null ? "the connection was closed" : String.valueOf(reason.getMessage());
        return new PgConnectionLostException(
                why + "; the statement had " + (sent ? "been sent and may have run" : "not been sent"), sent, reason);
    }
}
