package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with the server: it writes its messages, which end in what makes the server say ReadyForQuery, and
 * is then given the answers until that comes. All on the session's event loop.
 */
abstract class Exchange {

    /** The number of CloseComplete messages that precede the answers proper: closes of old statements ride along. */
    int closesAhead;

    /** The BEGIN that travels ahead; null if there is none. */
    @Nullable BeginAhead beginAhead;

    /** The Parse that travels ahead, behind a BEGIN if there is one; null if the statement is prepared. */
    @Nullable ParseAhead parseAhead;

    /** When it was written, on the clock of {@link System#nanoTime()}. */
    long sentNanos;

    /** What {@link #isFast} said then. */
    boolean isKnownFast;

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

    /** An answer to what travels ahead, as long as that lasts, else to this exchange; see {@link #message}. */
    final boolean answer(byte type, ByteBuf buf, int start, int length) {
        BeginAhead begin = beginInProgress();
        if (begin != null) {
            return begin.message(type);
        }
        ParseAhead parse = parseAhead;
        if (parse != null && !parse.isDone()) {
            return !isComplete() && parse.message(type, buf, start, length);
        }
        return message(type, buf, start, length);
    }

    /** The BEGIN that has not been answered in full; null if there is none. */
    final @Nullable BeginAhead beginInProgress() {
        BeginAhead begin = beginAhead;
        return begin == null || begin.isDone() ? null : begin;
    }

    /** The statement that the server is at. */
    final @Nullable String running() {
        BeginAhead begin = beginInProgress();
        return begin == null ? sql() : begin.sql();
    }

    /**
     * Names where this gathers rows; before it writes.
     *
     * @param gathering the session's
     */
    void gatherIn(Gathering gathering) {}

    /**
     * Takes what it can of several rows at once; see {@link io.pgnative.client.wire.FrameReader.FrameHandler#rows}.
     *
     * @return the number of bytes taken
     */
    int rows(ByteBuf buf, int start, int length) {
        return 0;
    }

    /** Whether its last message has been written; until then the session writes nothing else. */
    boolean isWritten() {
        return true;
    }

    /**
     * Appends what comes next of an exchange that is written in parts, which is at the head of the queue now. Called
     * again when this has said that there is more and the socket takes it, and by {@link PgSession#continueWriting}.
     *
     * @param out the session's outgoing buffer
     * @param status of the transaction
     * @return false if there is nothing more at the moment
     */
    boolean writeMore(ByteBuf out, TransactionStatus status) {
        throw new IllegalStateException("written in one part");
    }

    /** What to send when this cannot be written; null if it fails then. */
    @Nullable Exchange instead() {
        return null;
    }

    /** What of a server's error may be shown. */
    Map<Character, String> reported(Map<Character, String> fields) {
        return fields;
    }

    /** ErrorResponse: the server skips everything up to the end of this exchange. */
    abstract void error(PgServerException error);

    /**
     * Whether ReadyForQuery may come now.
     *
     * @return true when every answer has come, or an error instead
     */
    abstract boolean isComplete();

    /**
     * A message of COPY, which was not asked for by this exchange but by the SQL in it.
     *
     * @param type CopyInResponse, CopyOutResponse, CopyData or CopyDone
     * @param out the session's outgoing buffer, for the refusal
     * @return false if the message must not come now: the connection is then closed
     */
    boolean copy(byte type, ByteBuf out) {
        return false;
    }

    /**
     * A message of COPY, for exchanges that ask for one.
     *
     * @param type CopyInResponse, CopyOutResponse, CopyData or CopyDone
     * @param buf holds the body
     * @param start where it begins
     * @param length how long it is
     * @param out see {@link #copy(byte, ByteBuf)}
     * @return false if the message must not come now: the connection is then closed
     */
    boolean copy(byte type, ByteBuf buf, int start, int length, ByteBuf out) {
        return copy(type, out);
    }

    /** Its caller has given up; it may have ended meanwhile. */
    void givenUp(PgSession session) {}

    /** Whether a BEGIN may travel ahead in the same exchange, which is one of the extended protocol then. */
    boolean takesBegin() {
        return false;
    }

    /** Whether the server may report parameters now. */
    boolean takesParameters() {
        return true;
    }

    /** Whether this is to run in the transaction that is to begin. */
    boolean runsInTransaction() {
        return false;
    }

    /** Whether the server must have answered this before anything else is sent. */
    boolean isAlone() {
        return false;
    }

    /** Whether the server is known to be done with this in well below a millisecond. */
    boolean isFast() {
        return false;
    }

    /** How long the server worked on this. */
    void took(long nanos) {}

    /** Whether this has changed the session so that the next user would notice. */
    boolean changesSession() {
        return false;
    }

    /** ReadyForQuery: the exchange is over. */
    abstract void ready(PgSession session);

    /**
     * The connection is gone.
     *
     * @param session the session, which is not open any more
     * @param reason what the caller is told
     */
    abstract void lost(PgSession session, PgException reason);

    /** Whose caller waits for the end of this; null if nobody does. */
    @Nullable Request<?> request() {
        return null;
    }

    /** Whether a caller waited for the end of this and does so no more. */
    final boolean isGivenUp() {
        Request<?> request = request();
        return request != null && request.isAbandoned();
    }

    /**
     * Whether this ends a transaction for good, so that it is not to be cancelled: nobody could tell then whether the
     * cancel request came before or after the commit.
     */
    boolean isCommit() {
        return false;
    }

    /** The statement that runs, for messages. */
    @Nullable String sql() {
        return null;
    }

    /** Where within the exchange an error belongs to, for messages; null when the statement says it all. */
    @Nullable String place() {
        return null;
    }
}
