package io.pgnative.client.session;

import java.util.concurrent.Executor;

/** Whether the socket is read that the data of a COPY TO STDOUT come from. */
public interface CopyValve {

    /**
     * The socket is not to be read for now. What has been read before, a read buffer at most, comes all the same. On
     * the session's event loop.
     */
    void pause();

    /** The socket is to be read again. Any thread, and without harm at any time. */
    void resume();

    /**
     * The session's event loop: runs what is to be done when the messages at hand have come.
     *
     * @return an executor for any thread
     */
    Executor loop();
}
