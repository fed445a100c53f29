package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgHost;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the database is and who logs in. A bean of this type replaces {@code spring.pgnative.dsn}, {@code host},
 * {@code hosts}, {@code port}, {@code service}, {@code service-file}, {@code passfile}, {@code database},
 * {@code username} and {@code password}; all other properties still apply. Its SSL bundle takes the place of
 * {@code spring.pgnative.ssl.bundle} and of the files of {@code spring.pgnative.ssl}; without one these count.
 *
 * <p>The hosts, the database, the username, the password and the SSL bundle are asked for each new connection, on a
 * worker thread, so that they can change while the application runs; open connections stay until they are closed, see
 * {@link io.pgnative.client.PgClient#expireConnections()}. The {@link #getParameters() parameters}, and whether there
 * is an SSL bundle at all, are read once, when the client is made. What a {@link PgClientCustomizer} has set in their
 * place stays.
 */
public interface PgNativeConnectionDetails extends ConnectionDetails {

    /**
     * The server's host.
     *
     * @return a host name or address, or several, joined by commas, that are tried in this order
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
     * Where servers are looked for, in order.
     *
     * @return at least one; by default each {@link #getHost() host} with the {@link #getPort() port}
     */
    default List<PgHost> getHosts() {
        int port = getPort();
        return Arrays.stream(getHost().split(",", -1))
                .map(host -> new PgHost(host.strip(), port))
                .toList();
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

    /**
     * What else a connection is told, in the words of a DSN: run-time parameters such as {@code search_path}, and
     * keywords such as {@code sslmode}. Properties win over it.
     *
     * @return by default nothing
     */
    default Map<String, String> getParameters() {
        return Map.of();
    }

    /**
     * What TLS is made of. With one TLS is needed, and the server is verified, its host name included, unless
     * {@code spring.pgnative.ssl.mode} says less. May take its time.
     *
     * @return the bundle, the same one as long as nothing has changed; null, the default, when the properties tell
     */
    default @Nullable SslBundle getSslBundle() {
        return null;
    }
}
