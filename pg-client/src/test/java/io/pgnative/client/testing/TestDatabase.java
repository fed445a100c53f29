package io.pgnative.client.testing;

import java.time.Duration;

/**
 * A database of one test class, made empty before it and dropped after it.
 *
 * @param host where the server listens
 * @param port where the server listens
 * @param database the database's name
 * @param user a superuser that authenticates by SCRAM-SHA-256
 * @param password its password
 */
public record TestDatabase(String host, int port, String database, String user, String password) {

    private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(20);

    /**
     * How to connect.
     *
     * @return a URI with the password
     */
    public String dsn() {
        return Dsns.uri(host, port, database, user, password);
    }

    /**
     * How JDBC connects.
     *
     * @return a URL without user and password
     */
    public String jdbcUrl() {
        return Dsns.jdbcUrl(host, port, database);
    }

    /**
     * Runs SQL through JDBC, on a connection of its own.
     *
     * @param sql one statement or several
     */
    public void execute(String sql) {
        admin().execute(sql);
    }

    /**
     * Asks for one value through JDBC, on a connection of its own.
     *
     * @param sql a query
     * @return the first column of the first row as text; {@code "null"} for NULL
     */
    public String query(String sql) {
        return admin().query(sql);
    }

    /**
     * Counts the sessions in this database.
     *
     * @param applicationName only those that call themselves so
     * @return how many there are now
     */
    public int backends(String applicationName) {
        return Integer.parseInt(query("select count(*) from pg_stat_activity where " + of(applicationName)));
    }

    /**
     * Waits until the server has let go of all sessions; it does so a moment after the client.
     *
     * @param applicationName those that call themselves so
     */
    public void awaitNoBackends(String applicationName) {
        long deadline = System.nanoTime() + TERMINATION_LIMIT.toNanos();
        for (int left = backends(applicationName); left > 0; left = backends(applicationName)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(left + " sessions stay");
            }
        }
    }

    /**
     * Ends sessions of this database, as an administrator would, and waits until the server has let them go.
     *
     * @param applicationName those that call themselves so
     * @return how many were ended
     */
    public int terminateBackends(String applicationName) {
        // The server counts the time to wait in milliseconds.
        return Integer.parseInt(query("select count(*) filter (where pg_terminate_backend(pid, "
                + TERMINATION_LIMIT.toMillis() + ")) from pg_stat_activity where " + of(applicationName)));
    }

    private static String of(String applicationName) {
        return "datname = current_database() and pid <> pg_backend_pid() and application_name = "
                + Admin.literal(applicationName);
    }

    private Admin admin() {
        return new Admin(jdbcUrl(), user, password);
    }
}
