package io.pgnative.client.testing;

import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A PgBouncer in transaction mode before the server of the tests, with files and a port of its own. Its server
 * connections take turns, so that two transactions of one client seldom run on the same. It refuses start-up parameters
 * that it does not know, as it does unless told otherwise. Where the program is not installed the test is skipped.
 */
public final class PgBouncer implements AutoCloseable {

    /** The name of a database behind which no server listens. */
    public static final String DEAD = "dead_server";

    private static final String ADMIN = "pooler_admin";
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_MILLIS = 10;

    private final Path program;
    private final Path directory;
    private final int port;
    private final TestDatabase database;
    private @Nullable Process running;

    private PgBouncer(Path program, Path directory, int port, TestDatabase database) {
        this.program = program;
        this.directory = directory;
        this.port = port;
        this.database = database;
    }

    /**
     * Starts one.
     *
     * @param database what it is to stand before
     * @param poolSize the most server connections
     * @return the pooler, ready; to be closed
     */
    public static PgBouncer start(TestDatabase database, int poolSize) {
        Optional<Path> program = program();
        Assumptions.assumeTrue(
                program.isPresent(), "pgbouncer is not installed (Debian: apt-get install pgbouncer), so not tested");
        try {
            Path directory = Files.createTempDirectory("pgnative-pgbouncer");
            PgBouncer bouncer = new PgBouncer(program.get(), directory, freePort(), database);
            bouncer.configure(poolSize);
            bouncer.startOrClose();
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a PgBouncer", e);
        }
    }

    /** On the PATH, or where Debian has it, which is not on everyone's. */
    private static Optional<Path> program() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void configure(int poolSize) throws IOException {
        Path users = directory.resolve("userlist.txt");
        Files.writeString(
                users, quoted(database.user()) + " " + quoted(database.password()) + "\n" + quoted(ADMIN) + " \"\"\n");
        Path rules = directory.resolve("hba.conf");
        Files.writeString(
                rules, "host pgbouncer " + ADMIN + " 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        String server = "host=" + database.host() + " port=";
        Files.writeString(
                directory.resolve("pgbouncer.ini"),
                String.join(
                        "\n",
                        "[databases]",
                        database.database() + " = " + server + database.port(),
                        DEAD + " = " + server + freePort(),
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = hba",
                        "auth_hba_file = " + rules,
                        "auth_file = " + users,
                        "admin_users = " + ADMIN,
                        "pool_mode = transaction",
                        "server_round_robin = 1",
                        "server_login_retry = 1",
                        "default_pool_size = " + poolSize,
                        "min_pool_size = " + poolSize,
                        ""));
        // It does not run as root, and takes another user, who reads these, instead.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Starts it on its port and files, and waits until it takes connections. Does nothing if it runs. */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(directory.resolve("pgbouncer.ini").toString());
        try {
            running = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("pgbouncer does not start", e);
        }
        awaitUp();
    }

    private void startOrClose() {
        try {
            start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitUp() {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() - deadline < 0) {
            try {
                show("VERSION");
                return;
            } catch (UncheckedIOException notYet) {
                if (!Objects.requireNonNull(running).isAlive()) {
                    break;
                }
                pause();
            }
        }
        throw new IllegalStateException("pgbouncer does not come up: " + told());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pgbouncer starts", e);
        }
    }

    /** Ends it at once: all connections are cut. Does nothing if it does not run. */
    public synchronized void stop() {
        Process process = running;
        if (process == null) {
            return;
        }
        running = null;
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pgbouncer ends", e);
        }
    }

    /**
     * Where it listens.
     *
     * @return an address of this machine
     */
    public String host() {
        return "127.0.0.1";
    }

    /**
     * Where it listens.
     *
     * @return the TCP port, the same for all its lives
     */
    public int port() {
        return port;
    }

    /**
     * How to connect to the database through it.
     *
     * @return a URI with the password
     */
    public String dsn() {
        return dsn(database.database());
    }

    /**
     * How to connect to another database through it.
     *
     * @param name such as {@link #DEAD}
     * @return a URI with the password
     */
    public String dsn(String name) {
        return Dsns.uri(host(), port, name, database.user(), database.password());
    }

    /**
     * Runs a command of its console.
     *
     * @param command such as {@code PAUSE}
     */
    public void command(String command) {
        console(command);
    }

    /**
     * Asks its console.
     *
     * @param what such as {@code CLIENTS}
     * @return the rows, as they are in text
     */
    public List<List<String>> show(String what) {
        return console("SHOW " + what).stream()
                .filter(DataRow.class::isInstance)
                .map(row -> ((DataRow) row)
                        .values().stream()
                                .map(value -> value == null ? "" : value.toUtf8())
                                .toList())
                .toList();
    }

    /**
     * Counts those who are connected to the database through it.
     *
     * @return how many there are now
     */
    public long clients() {
        return show("CLIENTS").stream()
                .filter(row -> row.contains(database.database()))
                .count();
    }

    /**
     * What it has logged.
     *
     * @return all of it
     */
    public String told() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException("pgbouncer's log cannot be read", e);
        }
    }

    private Path log() {
        return directory.resolve("pgbouncer.log");
    }

    private List<BackendMessage> console(String command) {
        try (SocketClient client = new SocketClient(host(), port)) {
            client.send(
                    new StartupMessage(StartupMessage.PROTOCOL_3_0, Map.of("user", ADMIN, "database", "pgbouncer")));
            requireNoError("connecting", client.readUntilReady());
            client.send(new Query(command));
            List<BackendMessage> answers = client.readUntilReady();
            requireNoError(command, answers);
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException("pgbouncer's console does not answer", e);
        }
    }

    private static void requireNoError(String command, List<BackendMessage> answers) {
        for (BackendMessage answer : answers) {
            if (answer instanceof ErrorResponse error) {
                throw new IllegalStateException("pgbouncer refuses " + command + ": " + error);
            }
        }
    }

    /** Stops it and deletes its files. */
    @Override
    public synchronized void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of pgbouncer cannot be deleted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
