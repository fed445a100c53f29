package io.pgnative.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the password of a connection that is being opened. */
@FunctionalInterface
public interface PasswordSource {

    /**
     * Asked for each attempt at a host, or at one of its addresses. Runs on an event loop and must not block.
     *
     * @param host where the connection is to go to, with its address
     * @return the password; null is none. A failure fails this attempt
     */
    Future<@Nullable String> password(PgHost host);

    /**
     * A source that may block, as those do that ask a vault.
     *
     * @param vertx whose worker threads the supplier runs on
     * @param supplier asked for each attempt; null is none
     * @return the source
     */
    static PasswordSource blocking(Vertx vertx, Supplier<@Nullable String> supplier) {
        return host -> vertx.<@Nullable String>executeBlocking(supplier::get, false);
    }
}
