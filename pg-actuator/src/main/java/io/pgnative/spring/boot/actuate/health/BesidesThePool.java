package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgServerException;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether there is a server at all, asked on a connection of its own. */
final class BesidesThePool extends Question<@Nullable Void> {

    private final Duration timeout;

    /**
     * Makes one.
     *
     * @param timeout limit of the whole
     */
    BesidesThePool(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    Future<@Nullable Void> putTo(PgClient client) {
        return client.ping(timeout).mapEmpty();
    }

    /** Who is refused has been heard: a server without room for one more, or with another password, is there. */
    static boolean isHeard(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgServerException) {
                return true;
            }
        }
        return failure == null;
    }
}
