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

    private static final String INVALID_PASSWORD = "28P01";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final ServerAddress address;
    private final @Nullable EmbeddedPostgres embedded;

    private Server(ServerAddress address, @Nullable EmbeddedPostgres embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    static Server given(ServerAddress address) {
        return new Server(address, null);
    }

    /**
     * Starts a server. It does not wait for the disk: {@code fsync} and {@code synchronous_commit} are off.
     *
     * @return a running server
     * @throws IOException if it does not start
     */
    static Server embedded() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        return new Server(new ServerAddress("127.0.0.1", postgres.getPort(), "postgres", "postgres", ""), postgres);
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
            Path rules;
            try (ResultSet result = statement.executeQuery("show hba_file")) {
                result.next();
                rules = Path.of(result.getString(1));
            }
            // The first rule that fits is the one that counts.
            Files.writeString(rules, "host all " + SCRAM_ROLE + " all scram-sha-256\n" + Files.readString(rules));
            statement.execute("select pg_reload_conf()");
        }
        awaitRefusal(new ServerAddress(known.host(), known.port(), known.database(), SCRAM_ROLE, "wrong"));
        return known;
    }

    /** The server reads its rules again some time after it was told to. */
    private static void awaitRefusal(ServerAddress wrong) throws SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - end < 0) {
            try (Connection trusted = Dataset.connect(wrong)) {
                trusted.isValid(1);
            } catch (SQLException e) {
                if (INVALID_PASSWORD.equals(e.getSQLState())) {
                    return;
                }
                throw e;
            }
        }
        throw new IllegalStateException("the server does not ask for passwords");
    }

    ServerAddress address() {
        return address;
    }

    boolean isEmbedded() {
        return embedded != null;
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
