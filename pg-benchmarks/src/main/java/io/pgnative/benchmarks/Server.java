package io.pgnative.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server all clients talk to: a given one, or an embedded one that lives as long as this object. */
final class Server implements AutoCloseable {

    private static final String SCRAM_ROLE = "pgnative_benchmarks_scram";
    /** Of a server that lives as long as this process, on the loopback interface. */
    private static final String PASSWORD = "benchmarks";

    /** Of errors of authentication: a wrong password, and no rule that lets one in. */
    private static final String INVALID_AUTHORIZATION = "28";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final ServerAddress address;
    private final @Nullable EmbeddedPostgres embedded;
    private final @Nullable SelfSigned identity;

    private Server(ServerAddress address, @Nullable EmbeddedPostgres embedded, @Nullable SelfSigned identity) {
        this.address = address;
        this.embedded = embedded;
        this.identity = identity;
    }

    static Server given(ServerAddress address) {
        return new Server(address, null, null);
    }

    /**
     * Starts a server. It does not wait for the disk: {@code fsync} and {@code synchronous_commit} are off.
     *
     * @return a running server
     * @throws IOException if it does not start
     */
    static Server embedded() throws IOException {
        return embedded(Link.TCP);
    }

    /**
     * Starts a server that can be reached by a link; see {@link #embedded()}.
     *
     * @return a running server
     * @throws IOException if it does not start
     */
    static Server embedded(Link link) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB");
        SelfSigned identity = null;
        if (link == Link.TLS) {
            identity = SelfSigned.in(Files.createTempDirectory("pgnative-benchmarks"));
            builder.setServerConfig("ssl", "on")
                    .setServerConfig("ssl_cert_file", identity.certificate().toString())
                    .setServerConfig("ssl_key_file", identity.key().toString());
        }
        EmbeddedPostgres postgres = builder.start();
        return new Server(
                new ServerAddress("127.0.0.1", postgres.getPort(), "postgres", "postgres", ""), postgres, identity);
    }

    /**
     * A role of the embedded server that must log in by SCRAM-SHA-256, while all others are trusted.
     *
     * @return the address with that role and its password
     * @throws SQLException as the server says
     * @throws IOException if the server's rules cannot be changed
     */
    ServerAddress addressWithPassword() throws SQLException, IOException {
        ServerAddress known =
                new ServerAddress(address.host(), address.port(), address.database(), SCRAM_ROLE, PASSWORD);
        try (Connection connection = Dataset.connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute("set password_encryption = 'scram-sha-256'");
            statement.execute("create role " + SCRAM_ROLE + " login password '" + PASSWORD + "'");
            putFirst(statement, "host all " + SCRAM_ROLE + " all scram-sha-256");
        }
        awaitRefusal(new ServerAddress(known.host(), known.port(), known.database(), SCRAM_ROLE, "wrong"));
        return known;
    }

    /**
     * Makes a role of the embedded server, a superuser without password, that is refused without TLS.
     *
     * @throws SQLException as the server says
     * @throws IOException if the server's rules cannot be changed
     */
    void refuseWithoutTls(String role) throws SQLException, IOException {
        try (Connection connection = Dataset.connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + role + " superuser login");
            putFirst(statement, "hostnossl all " + role + " all reject");
        }
        awaitRefusal(new ServerAddress(address.host(), address.port(), address.database(), role, ""));
    }

    /** The first rule that fits is the one that counts. */
    private static void putFirst(Statement statement, String rule) throws SQLException, IOException {
        Path rules;
        try (ResultSet result = statement.executeQuery("show hba_file")) {
            result.next();
            rules = Path.of(result.getString(1));
        }
        Files.writeString(rules, rule + "\n" + Files.readString(rules));
        statement.execute("select pg_reload_conf()");
    }

    /** The server reads its rules again some time after it was told to. */
    private static void awaitRefusal(ServerAddress wrong) throws SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - end < 0) {
            try (Connection trusted = Dataset.connect(wrong)) {
                trusted.isValid(1);
            } catch (SQLException e) {
                String state = e.getSQLState();
                if (state != null && state.startsWith(INVALID_AUTHORIZATION)) {
                    return;
                }
                throw e;
            }
        }
        throw new IllegalStateException("the server has not taken its new rule");
    }

    ServerAddress address() {
        return address;
    }

    /**
     * The address for the clients that are measured.
     *
     * @throws SQLException as the server says
     */
    ServerAddress address(Link link) throws SQLException {
        return switch (link) {
            case TCP -> address;
            case TLS -> address.withTls();
            case UNIX -> address.bySocket(socketDirectory());
        };
    }

    private String socketDirectory() throws SQLException {
        try (Connection connection = Dataset.connect(address);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show unix_socket_directories")) {
            result.next();
            String first = result.getString(1).split(",", 2)[0].trim();
            if (!first.startsWith("/")) {
                throw new IllegalArgumentException("the server has no Unix-domain socket to measure --link unix by");
            }
            return first;
        }
    }

    boolean isEmbedded() {
        return embedded != null;
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
        if (identity != null) {
            identity.delete();
        }
    }
}
