package io.pgnative.client.config;

import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgHost;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes sources of passwords, none of which shows one. */
public final class Passwords {

    private Passwords() {}

    /**
     * A password that is supplied for each connection.
     *
     * @param vertx whose worker threads the supplier runs on, since it may ask a vault or read a file
     * @param supplier gives the password, or null when there is none
     * @return the source
     */
    public static PasswordSource supplied(Vertx vertx, Supplier<@Nullable String> supplier) {
        return host -> vertx.<@Nullable String>executeBlocking(supplier::get, false);
    }

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
