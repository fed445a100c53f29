package io.pgnative.client.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The PostgreSQL server of this JVM's tests: one, started when first asked for and stopped when the JVM ends. It is
 *
 * <ol>
 *   <li>the one that the system property {@code pgnative.test.dsn} or the environment variable
 *       {@code PGNATIVE_TEST_DSN} names, as a superuser; nothing is started then;
 *   <li>else a container, when a Docker engine answers;
 *   <li>else the embedded binaries on the class path.
 * </ol>
 *
 * <p>The system property {@code pgnative.test.version} is the major version wanted, 14 to 18; the build sets it from
 * {@code -Dpostgres.version}.
 */
public final class PostgresServer {

    /** The role that tests connect as by default: a superuser whose password is always asked for, by SCRAM. */
    static final String TEST_ROLE = "pgnative_test";

    static final String TEST_PASSWORD = Canaries.add("password", "canary-2236-of-tests");

    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(10);

    private final String host;
    private final int port;
    private final String superuser;
    private final @Nullable String superuserPassword;
    private final String maintenanceDatabase;
    private final @Nullable Path dataDirectory;
    private final boolean ours;
    private final Admin admin;

    private PostgresServer(
            String host,
            int port,
            String superuser,
            @Nullable String superuserPassword,
            String maintenanceDatabase,
            @Nullable Path dataDirectory,
            boolean ours) {
        this.host = host;
        this.port = port;
        this.superuser = superuser;
        this.superuserPassword = superuserPassword;
        this.maintenanceDatabase = maintenanceDatabase;
        this.dataDirectory = dataDirectory;
        this.ours = ours;
        this.admin = new Admin(jdbcUrl(maintenanceDatabase), superuser, superuserPassword);
    }

    /**
     * The server of this JVM, started by the first call.
     *
     * @return the server, ready
     */
    public static PostgresServer current() {
        return Holder.SERVER;
    }

    /**
     * Where the server listens.
     *
     * @return a host name or address
     */
    public String host() {
        return host;
    }

    /**
     * Where the server listens.
     *
     * @return the TCP port
     */
    public int port() {
        return port;
    }

    /**
     * How to connect as superuser to the maintenance database.
     *
     * @return a URI, with the password if one is needed
     */
    public String superuserDsn() {
        return Dsns.uri(host, port, maintenanceDatabase, superuser, superuserPassword);
    }

    /**
     * Where the server keeps its files.
     *
     * @return the directory, if it is on this machine and ours
     */
    public Optional<Path> dataDirectory() {
        return Optional.ofNullable(dataDirectory);
    }

    /**
     * The major version that the server really has.
     *
     * @return 14 or more
     */
    public int majorVersion() {
        return Integer.parseInt(admin.query("show server_version_num")) / 10_000;
    }

    /**
     * Runs SQL as superuser in the maintenance database.
     *
     * @param sql one statement or several
     */
    public void execute(String sql) {
        admin.execute(sql);
    }

    /**
     * Asks for one value as superuser in the maintenance database.
     *
     * @param sql a query
     * @return the first column of the first row, as text
     */
    public String query(String sql) {
        return admin.query(sql);
    }

    /**
     * Makes a role that may log in, or sets the password of an existing one.
     *
     * @param name the role; taken literally
     * @param password its password
     * @param passwordEncryption {@code scram-sha-256} or {@code md5}: how the server stores the password
     */
    public void createRole(String name, String password, String passwordEncryption) {
        String role = Admin.identifier(name);
        admin.execute("set password_encryption = " + Admin.literal(passwordEncryption) + "; "
                + (admin.exists("select 1 from pg_roles where rolname = " + Admin.literal(name)) ? "alter" : "create")
                + " role " + role + " login password " + Admin.literal(password));
    }

    /**
     * Adds a rule to the {@code pg_hba.conf}, before those that the server started with and after those that were added
     * before, and waits until it is in force. Rules of one role or database do not hurt other tests; leave the rest
     * alone. Skips the test when the server is not ours to configure.
     *
     * @param line one rule, such as {@code host all alice 127.0.0.1/32 md5}
     */
    public void appendHba(String line) {
        assumeConfigurable();
        HbaFile.insert(admin, line, RELOAD_LIMIT);
    }

    /** Skips the test when the server is not ours to configure, so that its rules are whatever they are. */
    public void assumeConfigurable() {
        Assumptions.assumeTrue(ours, "the server of pgnative.test.dsn is not ours to configure");
    }

    /**
     * Where JDBC finds a database.
     *
     * @param database its name
     * @return a URL without user and password
     */
    String jdbcUrl(String database) {
        return Dsns.jdbcUrl(host, port, database);
    }

    /**
     * An administrator of a database.
     *
     * @param database its name
     * @return a connection maker
     */
    Admin adminOf(String database) {
        return new Admin(jdbcUrl(database), superuser, superuserPassword);
    }

    /**
     * The address of a server that was named from outside.
     *
     * @return the DSN, or null if there is none
     */
    static @Nullable String externalDsn() {
        String property = System.getProperty("pgnative.test.dsn");
        String dsn = property == null || property.isBlank() ? System.getenv("PGNATIVE_TEST_DSN") : property;
        return dsn == null || dsn.isBlank() ? null : dsn;
    }

    /**
     * The major version that the build asks for.
     *
     * @return such as 18
     */
    static String wantedVersion() {
        String version = System.getProperty("pgnative.test.version");
        return version == null || version.isBlank() ? "18" : version;
    }

    private PostgresServer prepared() {
        if (ours) {
            int major = majorVersion();
            if (!wantedVersion().equals(Integer.toString(major))) {
                throw new IllegalStateException("the tests want PostgreSQL " + wantedVersion()
                        + " but the binaries are of " + major + "; say -Dpostgres.version to the build");
            }
            // Before the rule that trusts everyone: what the tests connect as shall really authenticate.
            appendHba("host all " + TEST_ROLE + " all scram-sha-256");
        }
        createRole(TEST_ROLE, TEST_PASSWORD, "scram-sha-256");
        execute("alter role " + TEST_ROLE + " superuser");
        return this;
    }

    private static PostgresServer start() {
        String dsn = externalDsn();
        if (dsn != null) {
            return external(dsn);
        }
        return DockerEngine.answers() ? container() : embedded();
    }

    private static PostgresServer external(String dsn) {
        URI uri = URI.create(dsn);
        String userInfo = uri.getRawUserInfo();
        if (uri.getHost() == null || userInfo == null) {
            throw new IllegalStateException(
                    "pgnative.test.dsn: expected postgres://superuser:password@host:port/database");
        }
        String[] credentials = userInfo.split(":", 2);
        String database = uri.getPath() == null || uri.getPath().length() < 2
                ? "postgres"
                : uri.getPath().substring(1);
        return new PostgresServer(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                Dsns.decode(credentials[0]),
                credentials.length < 2 ? null : Dsns.decode(credentials[1]),
                database,
                null,
                false);
    }

    private static PostgresServer container() {
        ContainerServer server = ContainerServer.start(wantedVersion());
        return new PostgresServer(
                server.host(), server.port(), server.user(), server.password(), "postgres", null, true);
    }

    // The library stops the server and deletes its files when the JVM ends.
    @SuppressWarnings("resource")
    private static PostgresServer embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("fsync", "off")
                    .start();
            Admin admin = new Admin(Dsns.jdbcUrl("127.0.0.1", server.getPort(), "postgres"), "postgres", null);
            Path directory = Path.of(admin.query("show data_directory"));
            return new PostgresServer("127.0.0.1", server.getPort(), "postgres", null, "postgres", directory, true);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
        }
    }

    private static final class Holder {
        static final PostgresServer SERVER = start().prepared();
    }

    /** Shown in test reports. */
    @Override
    public String toString() {
        return "PostgresServer[" + host + ":" + port + "]";
    }

    /** The rules of the server. */
    private static final class HbaFile {

        private static final String END_OF_OURS = "# --- end of the rules of the tests ---";

        static synchronized void insert(Admin admin, String line, Duration limit) {
            String file = admin.query("show hba_file");
            List<String> lines = admin.query("select pg_read_file(" + Admin.literal(file) + ")")
                    .lines()
                    .toList();
            int end = lines.indexOf(END_OF_OURS);
            StringBuilder text = new StringBuilder();
            lines.subList(0, Math.max(end, 0)).forEach(rule -> text.append(rule).append('\n'));
            text.append(line).append('\n').append(END_OF_OURS).append('\n');
            lines.subList(end + 1, lines.size())
                    .forEach(rule -> text.append(rule).append('\n'));
            write(admin, file, text.toString());
            String error = admin.query("select coalesce((select line_number || ': ' || error from pg_hba_file_rules"
                    + " where error is not null limit 1), '')");
            if (!error.isEmpty()) {
                write(admin, file, String.join("\n", lines) + "\n");
                throw new IllegalArgumentException("pg_hba.conf line " + error);
            }
            reload(admin, limit);
        }

        // Through the server, so that it works for a container too, and under its own user and permissions.
        private static void write(Admin admin, String file, String text) {
            String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            admin.execute("do $$ declare o oid := lo_from_bytea(0, decode('" + hex + "', 'hex')); begin"
                    + " perform lo_export(o, " + Admin.literal(file) + "); perform lo_unlink(o); end $$");
        }

        // A new backend inherits the load time of the postmaster, which reads the rules before it forks again.
        private static void reload(Admin admin, Duration limit) {
            String before = admin.query("select pg_conf_load_time()::text");
            admin.query("select pg_reload_conf()");
            long deadline = System.nanoTime() + limit.toNanos();
            while (!admin.query("select pg_conf_load_time() > " + Admin.literal(before) + "::timestamptz")
                    .equals("t")) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the server did not reload its configuration within " + limit);
                }
            }
        }
    }
}
