package io.pgnative.client;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Tells the password of a connection that is being opened. */
@FunctionalInterface
public interface PasswordSource {

    /**
     * Asked once for each host that a connection is attempted to, before the attempt. Runs on an event loop and must
     * not block.
     *
     * @param host where the connection is to go to
     * @return the password; null is none. A failure fails the connection, and with it the attempts at further hosts
     */
    Future<@Nullable String> password(PgHost host);
}
