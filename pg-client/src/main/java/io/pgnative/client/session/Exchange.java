package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with the server: it writes its messages, which end in what makes the server say ReadyForQuery, and
 * is then given the answers until that comes. All on the session's event loop.
 */
abstract class Exchange {

    /** The number of CloseComplete messages that precede the answers proper: closes of old statements ride along. */
    int closesAhead;

    /** The session's running number of this exchange, by which it is known what has been flushed. */
    long sequence;

    /**
     * Appends the messages.
     *
     * @param out the session's outgoing buffer; what was appended is taken back when this throws
     */
    abstract void write(ByteBuf out);

    /**
     * An answer other than ErrorResponse, ReadyForQuery and those that may come at any time.
     *
     * @param type the message type
     * @param buf holds the body
     * @param start where it begins
     * @param length how long it is
     * @return false if the message must not come now: the connection is then closed
     */
    abstract boolean message(byte type, ByteBuf buf, int start, int length);

    /** ErrorResponse: the server skips everything up to the end of this exchange. */
    abstract void error(PgServerException error);

    /**
     * Whether ReadyForQuery may come now.
     *
     * @return true when every answer has come, or an error instead
     */
    abstract boolean isComplete();

    /** ReadyForQuery: the exchange is over. */
    abstract void ready(PgSession session);

    /**
     * The connection is gone.
     *
     * @param session the session, which is not open any more
     * @param reason what the caller is told
     */
    abstract void lost(PgSession session, PgException reason);

    /** The statement that runs, for messages. */
    @Nullable String sql() {
        return null;
    }

    /** Where within the exchange an error belongs to, for messages; null when the statement says it all. */
    @Nullable String place() {
        return null;
    }
}
