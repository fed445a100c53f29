package io.pgnative.client.session;

/**
 * The codecs and statements of one session that its user has set and prepared. Every method may be called on any
 * thread.
 */
public interface SessionTypes {

    /**
     * Gives up the codecs that were set for this session alone, so that what is submitted next has the client's, and
     * the statements that its user has prepared and not closed.
     */
    void restore();

    /** Forgets what this session's client has learnt of types and statements, for all its sessions. */
    void reload();
}
