package io.pgnative.client.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A server for tests that stop and start it: with a port and files of its own, both of which outlive a restart.
 * Everyone from this machine is trusted; the superuser is {@code postgres}. Made of the embedded binaries; a test run
 * against a server named by DSN is not to start any, so the test is skipped then.
 */
public final class EmbeddedServer implements AutoCloseable {

    private static final int STOP_LIMIT_SECONDS = 20;

    private final int port;
    private final Path directory;
    private final Map<String, String> settings;
    private @Nullable EmbeddedPostgres running;

    private EmbeddedServer(int port, Path directory, Map<String, String> settings) {
        this.port = port;
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * Starts a server.
     *
     * @return the server, ready; to be closed
     */
    public static EmbeddedServer create() {
        return create(Map.of());
    }

    /**
     * Starts a server.
     *
     * @param settings of {@code postgresql.conf}, by name
     * @return the server, ready; to be closed
     */
    public static EmbeddedServer create(Map<String, String> settings) {
        Assumptions.assumeTrue(PostgresServer.externalDsn() == null, "pgnative.test.dsn says not to start servers");
        try {
            EmbeddedServer server =
                    new EmbeddedServer(freePort(), Files.createTempDirectory("pgnative-server"), Map.copyOf(settings));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("no place for an embedded PostgreSQL", e);
        }
    }

    /**
     * Starts a standby of this server, which is stopped and started for that.
     *
     * @return the standby, ready for reading; to be closed first
     */
    public EmbeddedServer standby() {
        stop();
        try {
            EmbeddedServer standby =
                    new EmbeddedServer(freePort(), Files.createTempDirectory("pgnative-standby"), settings);
            // With the owner of the files, who is the one that the server runs as.
            Process copy = new ProcessBuilder(
                            "cp",
                            "-a",
                            dataDirectory().toString(),
                            standby.dataDirectory().toString())
                    .inheritIO()
                    .start();
            if (copy.waitFor() != 0) {
                throw new IllegalStateException("the files of the primary cannot be copied");
            }
            standby.obey(this);
            start();
            standby.start();
            return standby;
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a standby", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying the files of the primary", e);
        }
    }

    /**
     * Starts this server, which is stopped first if it runs, as a standby of another one.
     *
     * @param primary has been a standby of this one, and was promoted
     */
    public void follow(EmbeddedServer primary) {
        stop();
        try {
            obey(primary);
        } catch (IOException e) {
            throw new UncheckedIOException("the server cannot be made a standby", e);
        }
        start();
    }

    private void obey(EmbeddedServer primary) throws IOException {
        Files.createFile(dataDirectory().resolve("standby.signal"));
        Files.writeString(
                dataDirectory().resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=" + primary.host() + " port=" + primary.port() + " user=postgres'\n",
                StandardOpenOption.APPEND);
    }

    /**
     * Where the server listens.
     *
     * @return an address of this machine
     */
    public String host() {
        return "127.0.0.1";
    }

    /**
     * Where the server listens.
     *
     * @return the TCP port, the same for all its lives
     */
    public int port() {
        return port;
    }

    /**
     * How to connect as superuser to the database {@code postgres}.
     *
     * @return a URI
     */
    public String dsn() {
        return Dsns.uri(host(), port, "postgres", "postgres", null);
    }

    /**
     * Where the server keeps its files.
     *
     * @return the data directory
     */
    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /**
     * Runs SQL through JDBC in the database {@code postgres}.
     *
     * @param sql one statement or several
     */
    public void execute(String sql) {
        admin().execute(sql);
    }

    /**
     * Asks for one value through JDBC in the database {@code postgres}.
     *
     * @param sql a query
     * @return the first column of the first row, as text
     */
    public String query(String sql) {
        return admin().query(sql);
    }

    /** Starts the server on its port and files, and waits until it takes connections. Does nothing if it runs. */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(dataDirectory())
                .setCleanDataDirectory(false)
                // What was committed shall outlive a crash of the server; nobody crashes the machine.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "off");
        settings.forEach(builder::setServerConfig);
        try {
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
        }
    }

    /** Stops the server in the mode "fast": sessions get 57P01 and are closed. Does nothing if it does not run. */
    public synchronized void stop() {
        EmbeddedPostgres server = running;
        if (server == null) {
            return;
        }
        running = null;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
        }
    }

    /**
     * Stops the server and starts it again.
     *
     * @param immediate whether to end it as in a crash, so that it recovers at the start; else in the mode "fast"
     */
    public synchronized void restart(boolean immediate) {
        if (immediate) {
            quit();
        }
        stop();
        start();
    }

    /** Stops the server and deletes its files. */
    @Override
    public synchronized void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the embedded PostgreSQL cannot be deleted", e);
        }
    }

    // The signal of pg_ctl's mode "immediate"; the postmaster passes it on to all sessions before it goes.
    private void quit() {
        try {
            long pid = Long.parseLong(Files.readAllLines(dataDirectory().resolve("postmaster.pid"))
                    .get(0)
                    .trim());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            Process kill = new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("the postmaster " + pid + " takes no signal");
            }
            postmaster.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the embedded PostgreSQL cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ending the embedded PostgreSQL", e);
        }
    }

    private Admin admin() {
        return new Admin(Dsns.jdbcUrl(host(), port, "postgres"), "postgres", null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
