package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;

/** Where the data of COPY TO STDOUT go. It is given them on the session's event loop. */
public interface CopySink {

    /**
     * The server begins to send. Called once, before the first data.
     *
     * @param resume to be run after {@link #data} has returned false, when there is room again; any thread, and without
     *     harm at any other time
     */
    void begin(Runnable resume);

    /**
     * Takes the body of a CopyData message. Servers send one for each row, in the binary format together with the
     * header and alone for the trailer, but it is not for the sink to rely on that.
     *
     * @param buf holds it; valid during the call only
     * @param start where it begins
     * @param length how long it is
     * @return whether there is room for more; if not, the session stops reading. What has been read from the socket
     *     before, a read buffer at most, comes all the same
     * @throws Exception what the copy fails with; it is then cancelled at the server, and no more data come
     */
    boolean data(ByteBuf buf, int start, int length) throws Exception;
}
