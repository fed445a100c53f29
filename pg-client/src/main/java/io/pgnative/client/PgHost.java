package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * A place where a server may listen (libpq, {@code host}, {@code hostaddr} and {@code port}).
 *
 * @param name host name, IPv4 or IPv6 address without brackets, directory of a Unix socket beginning with {@code /}, or
 *     abstract Unix socket beginning with {@code @}. Certificates are checked against it
 * @param port TCP port; with a Unix socket the number at the end of the socket's file name
 * @param hostaddr the address to connect to instead of looking the name up; null means look-up. Never with a Unix
 *     socket
 */
public record PgHost(String name, int port, @Nullable String hostaddr) {

    /**
     * A place that is found by its name.
     *
     * @param name as in the record
     * @param port as in the record
     */
    public PgHost(String name, int port) {
        this(name, port, null);
    }

    /**
     * Whether this is a Unix socket and not a TCP port.
     *
     * @return whether the name begins with {@code /} or {@code @}
     */
    public boolean isUnixSocket() {
        return name.startsWith("/") || name.startsWith("@");
    }

    /**
     * The Unix socket's path.
     *
     * @return such as {@code /run/postgresql/.s.PGSQL.5432}; meaningless for TCP
     */
    public String socketPath() {
        return name.contains("/.s.PGSQL.") ? name : name + "/.s.PGSQL." + port;
    }

    /**
     * The place for messages.
     *
     * @return {@code name:port}, {@code [IPv6 address]:port} or the Unix socket's path
     */
    @Override
    public String toString() {
        if (isUnixSocket()) {
            return socketPath();
        }
        return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }
}
