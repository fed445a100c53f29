package io.pgnative.client.config;

import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgHost;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Makes sources of passwords, none of which shows one. */
public final class Passwords {

    private Passwords() {}

    /**
     * A password that is looked up in a file for each connection.
     *
     * @param vertx whose worker threads read the file
     * @param file where to look
     * @return the source
     */
    static PasswordSource ofFile(Vertx vertx, PassFile file) {
        return host -> vertx.<@Nullable String>executeBlocking(() -> file.find(host), false);
    }

    /**
     * A password that never changes.
     *
     * @param password the password
     * @return the source
     */
    public static PasswordSource known(String password) {
        return new Known(password);
    }

    /** Written out, since the text of a record would show it. */
    private record Known(String password) implements PasswordSource {

        @Override
        public Future<@Nullable String> password(PgHost host) {
            return Future.succeededFuture(password);
        }

        @Override
        public String toString() {
            return DsnMask.MASK;
        }
    }
}
