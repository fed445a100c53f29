package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;

/**
 * Where the data of COPY FROM STDIN come from. It is read on the session's event loop, as the socket takes more; a
 * source that has to wait says so, and tells when it has something.
 */
public interface CopySource {

    /** What a source has after a read. */
    enum State {
        /** It can be read again at once. */
        MORE,
        /** It has nothing now, and runs what it was given by {@link #begin} once it has. */
        WAITING,
        /** All data were read. */
        ENDED
    }

    /**
     * The server has asked for data. Called once, before the first read.
     *
     * @param more to be run after {@link State#WAITING}, when there are data, their end or a failure; any thread, and
     *     without harm at any other time
     */
    void begin(Runnable more);

    /**
     * Appends a CopyData message, or nothing. It need not end where a row ends.
     *
     * @param out appended to, and nothing else
     * @return what is to come
     * @throws Exception what the copy fails with; the server is then told that it failed
     */
    State read(ByteBuf out) throws Exception;

    /**
     * The number of rows read so far.
     *
     * @return for data in the text formats the number of line ends; 0 when it is not known
     */
    long rows();

    /** No more data are wanted. Any thread, also more than once, and also without {@link #begin}. */
    void close();
}
