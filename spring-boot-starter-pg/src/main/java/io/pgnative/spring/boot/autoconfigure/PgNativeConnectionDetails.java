package io.pgnative.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the database is and who logs in. A bean of this type replaces {@code spring.pgnative.dsn}, {@code host},
 * {@code hosts}, {@code port}, {@code service}, {@code service-file}, {@code passfile}, {@code database},
 * {@code username} and {@code password}; all other properties still apply.
 *
 * <p>{@link #getPassword()} is asked for each new connection, on a worker thread, so that a password can be rotated
 * while the application runs. The other values are read once, when the client is made.
 */
public interface PgNativeConnectionDetails extends ConnectionDetails {

    /**
     * The server's host.
     *
     * @return a host name or address
     */
    String getHost();

    /**
     * The server's TCP port.
     *
     * @return the port; by default 5432
     */
    default int getPort() {
        return 5432;
    }

    /**
     * The database to connect to.
     *
     * @return its name
     */
    String getDatabase();

    /**
     * The role to log in as.
     *
     * @return its name; null, the default, is the operating system's user
     */
    default @Nullable String getUsername() {
        return null;
    }

    /**
     * The password to log in with. May take its time, so it is not to be asked for on an event loop.
     *
     * @return the password; null, the default, when there is none
     */
    default @Nullable String getPassword() {
        return null;
    }
}
