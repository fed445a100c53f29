package io.pgnative.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL that was built with GSSAPI, which the embedded ones are not: one that the operating system's packages
 * have installed. Everyone from this machine is trusted, but for members of the role {@code kerberos}: these are asked
 * for Kerberos. Tests are skipped where there is none.
 */
public final class GssServer implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final int LIMIT_SECONDS = 60;

    private final Path binaries;
    private final Path directory;
    private final int port;
    private final Map<String, String> environment;

    private GssServer(Path binaries, Path directory, int port, Map<String, String> environment) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
        this.environment = environment;
    }

    /**
     * Starts one on the loopback.
     *
     * @param directory for its files
     * @param kdc that it trusts
     * @param keytab with the keys of its service
     * @return ready; to be closed
     */
    public static GssServer start(Path directory, TestKdc kdc, Path keytab) {
        GssServer server = new GssServer(
                installed(),
                directory,
                freePort(),
                Map.of("KRB5_CONFIG", kdc.configuration().toString(), "KRB5RCACHENAME", "none:", "LC_ALL", "C"));
        server.create(keytab);
        return server;
    }

    /** The newest that was built with GSSAPI. */
    private static Path installed() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(INSTALLED)) {
            try (var versions = Files.newDirectoryStream(INSTALLED)) {
                versions.forEach(version -> found.add(version.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        found.removeIf(bin -> !Files.isExecutable(bin.resolve("postgres"))
                || !Files.isExecutable(bin.resolve("initdb"))
                || !builtWithGss(bin));
        Assumptions.assumeFalse(
                found.isEmpty(), "no PostgreSQL in " + INSTALLED + " that was built with GSSAPI (Debian: postgresql)");
        found.sort(null);
        return found.get(found.size() - 1);
    }

    private static boolean builtWithGss(Path bin) {
        return run(List.of(bin.resolve("pg_config").toString(), "--configure"), Map.of())
                .contains("--with-gssapi");
    }

    /**
     * Where it listens.
     *
     * @return an address of the loopback
     */
    public String host() {
        return "127.0.0.1";
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Runs SQL as superuser.
     *
     * @param sql one statement or several
     */
    public void execute(String sql) {
        new Admin(Dsns.jdbcUrl(host(), port, "postgres"), "postgres", null).execute(sql);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void create(Path keytab) {
        command("initdb", "-D", data().toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
        try {
            Files.writeString(data().resolve("postgresql.conf"), """
                    port = %d
                    listen_addresses = '127.0.0.1'
                    unix_socket_directories = ''
                    fsync = off
                    krb_server_keyfile = '%s'
                    """.formatted(port, keytab));
            Files.writeString(data().resolve("pg_hba.conf"), """
                    host all +kerberos 127.0.0.1/32 gss include_realm=0
                    host all all       127.0.0.1/32 trust
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a server", e);
        }
        command(
                "pg_ctl",
                "-D",
                data().toString(),
                "-w",
                "-l",
                directory.resolve("server.log").toString(),
                "start");
        execute("create role kerberos");
    }

    @Override
    public void close() {
        command("pg_ctl", "-D", data().toString(), "-m", "immediate", "-w", "stop");
    }

    private void command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // A server does not run as root; in a name space of its own the user is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command, environment);
    }

    private static String run(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("pgnative", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            String text = Files.readString(output);
            Files.delete(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " fails: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
