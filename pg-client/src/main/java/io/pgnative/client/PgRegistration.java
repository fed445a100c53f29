package io.pgnative.client;

/** A listener or handler that is registered, until this is closed. */
public interface PgRegistration extends AutoCloseable {

    /**
     * Ends the registration: its handler is called no more once this has returned, unless a call is under way in
     * another thread. Never waits, may be called on any thread, and does nothing the second time. What the server has
     * to be told, such as UNLISTEN for the last listener of a channel, is sent behind what was submitted before.
     */
    @Override
    void close();
}
