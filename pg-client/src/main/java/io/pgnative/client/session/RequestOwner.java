package io.pgnative.client.session;

/**
 * Who has handed a request to a session and wants its session back. An owner is told exactly once, by one of the two
 * methods.
 */
public interface RequestOwner {

    /**
     * The session is done with the request: ready for another, or ended ({@link Session#isOpen()} tells). Called once,
     * on the session's loop, and before the request's future completes unless that had been abandoned.
     *
     * @param request the request
     * @param session the session it ran on
     */
    void settled(Request<?> request, Session session);

    /**
     * The caller gave up (deadline or cancellation) before the request was submitted to a session; its future has
     * failed already. Called once, on any thread.
     *
     * @param request the request, which must not be submitted any more
     */
    void abandoned(Request<?> request);
}
