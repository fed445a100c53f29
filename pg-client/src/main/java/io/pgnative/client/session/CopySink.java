package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;

/** Where the data of COPY TO STDOUT go. It is given them on the session's event loop. */
public interface CopySink {

    /**
     * The server begins to send. Called once, before the first data.
     *
     * @param valve shut by a sink that is behind
     */
    void begin(CopyValve valve);

    /**
     * Takes the body of a CopyData message. Servers send one for each row, in the binary format together with the
     * header and alone for the trailer, but it is not for the sink to rely on that.
     *
     * @param buf holds it; valid during the call only
     * @param start where it begins
     * @param length how long it is
     * @throws Exception what the copy fails with; it is then cancelled at the server, and no more data come
     */
    void data(ByteBuf buf, int start, int length) throws Exception;

    /**
     * All data have come.
     *
     * @throws Exception what the copy fails with
     */
    void end() throws Exception;
}
