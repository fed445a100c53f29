package io.pgnative.benchmarks;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the server is and who logs in. Goes to child processes by libpq's environment variables, so that no password is
 * on a command line.
 *
 * @param host name or address; the directory of a Unix-domain socket if it begins with a slash
 * @param port TCP port
 * @param database database name
 * @param user role name
 * @param password empty if the server asks for none
 * @param tls whether to demand TLS
 */
public record ServerAddress(String host, int port, String database, String user, String password, boolean tls) {

    /** Of libpq's modes the one that demands TLS and looks at no certificate. */
    private static final String REQUIRE = "require";

    /**
     * Makes one without TLS.
     *
     * @param host name or address
     * @param port TCP port
     * @param database database name
     * @param user role name
     * @param password empty if the server asks for none
     */
    public ServerAddress(String host, int port, String database, String user, String password) {
        this(host, port, database, user, password, false);
    }

    /** The same server, with TLS. */
    ServerAddress withTls() {
        return new ServerAddress(host, port, database, user, password, true);
    }

    /** The same server, by the Unix-domain socket in a directory. */
    ServerAddress bySocket(String directory) {
        return new ServerAddress(directory, port, database, user, password, false);
    }

    /**
     * Whether the server is reached by a Unix-domain socket.
     *
     * @return false for TCP
     */
    public boolean isSocket() {
        return host.startsWith("/");
    }

    /**
     * Reads a connection URI.
     *
     * @param dsn {@code postgres://user[:password]@host[:port]/database}
     * @return the address
     * @throws IllegalArgumentException if a part is missing; the message does not repeat the text
     */
    public static ServerAddress parse(String dsn) {
        URI uri;
        try {
            uri = new URI(dsn);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--dsn is no URI: " + e.getReason() + " at index " + e.getIndex());
        }
        String scheme = uri.getScheme();
        String userInfo = uri.getRawUserInfo();
        String path = uri.getRawPath();
        if (!("postgres".equals(scheme) || "postgresql".equals(scheme))
                || uri.getHost() == null
                || userInfo == null
                || path == null
                || path.length() < 2) {
            throw new IllegalArgumentException("--dsn must be postgres://user[:password]@host[:port]/database");
        }
        int colon = userInfo.indexOf(':');
        String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : decode(userInfo.substring(colon + 1));
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new ServerAddress(uri.getHost(), port, decode(path.substring(1)), user, password);
    }

    static ServerAddress fromEnvironment(Map<String, String> environment) {
        return new ServerAddress(
                variable(environment, "PGHOST"),
                Integer.parseInt(variable(environment, "PGPORT")),
                variable(environment, "PGDATABASE"),
                variable(environment, "PGUSER"),
                variable(environment, "PGPASSWORD"),
                REQUIRE.equals(variable(environment, "PGSSLMODE")));
    }

    void toEnvironment(Map<String, String> environment) {
        environment.put("PGHOST", host);
        environment.put("PGPORT", Integer.toString(port));
        environment.put("PGDATABASE", database);
        environment.put("PGUSER", user);
        environment.put("PGPASSWORD", password);
        environment.put("PGSSLMODE", sslMode());
    }

    private String sslMode() {
        return tls ? REQUIRE : "disable";
    }

    /**
     * The address for JDBC.
     *
     * @return a URL without user and password
     */
    public String jdbcUrl() {
        // pgjdbc has no Unix-domain sockets; a server of this machine listens on its loopback interface, too.
        return "jdbc:postgresql://" + (isSocket() ? "127.0.0.1" : host) + ":" + port + "/" + database + "?sslmode="
                + sslMode();
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value;
    }

    // URLDecoder is for forms, where a plus sign is a space; in a URI it is itself.
    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
