package io.pgnative.client.session;

/** Told how far a COPY has come, on the session's event loop. */
@FunctionalInterface
public interface CopyMeter {

    /**
     * Data have been sent or received.
     *
     * @param rows so far, as far as they are known
     * @param bytes so far, without the heads of messages
     */
    void moved(long rows, long bytes);
}
