package io.pgnative.client.session;

/** The codecs of one session. Every method may be called on any thread. */
public interface SessionTypes {

    /** Gives up the codecs that were set for this session alone: what is submitted next has the client's. */
    void restore();

    /** Forgets what this session's client has learnt of types and statements, for all its sessions. */
    void reload();
}
