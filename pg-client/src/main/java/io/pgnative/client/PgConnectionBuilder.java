package io.pgnative.client;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link PgClientBuilder} that says where to connect to, and as whom. What is set here wins over the
 * {@link #dsn(String) DSN}, whatever the order of calls; the DSN wins over the {@link #service service file}, and that
 * over the {@link #environment environment}.
 *
 * @param <B> the builder
 */
public abstract sealed class PgConnectionBuilder<B extends PgConnectionBuilder<B>> permits PgClientSurroundings {

    final Vertx vertx;
    final Map<String, String> keywords = new LinkedHashMap<>();
    final PgTlsBuilder tls = new PgTlsBuilder(keywords);
    final PgAuthenticationBuilder authentication = new PgAuthenticationBuilder(keywords);
    private final PgTcpBuilder tcp = new PgTcpBuilder(keywords);
    final Map<String, String> parameters = new LinkedHashMap<>();

    @Nullable String dsn;

    boolean isDsnTrusted = true;

    @Nullable List<PgHost> hosts;

    @Nullable Supplier<PgTarget> target;

    boolean environment = true;

    @Nullable PasswordSource password;

    @Nullable Duration connectTimeout;

    @Nullable Duration hostTimeout;

    PgConnectionBuilder(Vertx vertx) {
        this.vertx = vertx;
    }

    abstract B self();

    /**
     * @param dsn a connection URI, scheme {@code postgres} or {@code postgresql}, or {@code keyword=value} pairs
     * @return this
     */
    public B dsn(String dsn) {
        this.dsn = dsn;
        this.isDsnTrusted = true;
        return self();
    }

    /**
     * Takes the place of {@link #dsn} for a connection string of somebody who is not trusted, such as the user of a
     * tool. It can say where the database is and who logs in, and nothing else: no files, services, keys, Unix sockets
     * or run-time parameters, and of what protects the connection only {@code sslmode=verify-full} and
     * {@code channel_binding=require}. Nothing is taken from {@link #environment around the process} then, so that no
     * password or key of its own is told to a host that somebody else has named.
     *
     * @param dsn as in {@link #dsn}; may say {@code host}, {@code hostaddr}, {@code port}, {@code dbname},
     *     {@code user}, {@code password}, {@code connect_timeout}, {@code application_name},
     *     {@code fallback_application_name}, {@code target_session_attrs} and {@code load_balance_hosts}
     * @return this
     */
    public B untrustedDsn(String dsn) {
        this.dsn = dsn;
        this.isDsnTrusted = false;
        return self();
    }

    /**
     * @param used whether what is set nowhere else is taken from around the process, as libpq does: from the
     *     environment variables {@code PGHOST} and so on, {@code ~/.pgpass}, {@code ~/.pg_service.conf} and
     *     {@code ~/.postgresql}; default true
     * @return this
     */
    public B environment(boolean used) {
        this.environment = used;
        return self();
    }

    /**
     * @param service the section of the connection service file whose values count where the DSN says nothing (libpq:
     *     {@code service})
     * @return this
     */
    public B service(String service) {
        return set("service", service);
    }

    /**
     * @param file the connection service file (libpq: {@code PGSERVICEFILE}); default is {@code ~/.pg_service.conf}
     * @return this
     */
    public B serviceFile(Path file) {
        return set("servicefile", file);
    }

    /**
     * @param file the file that is looked into when no password is given (libpq: {@code passfile}); default is
     *     {@code ~/.pgpass} if it exists
     * @return this
     */
    public B passfile(Path file) {
        return set("passfile", file);
    }

    /**
     * Sets the host; the port that stands beside another host in the DSN does not count then.
     *
     * @param host host name or address, directory of a Unix socket, or several, joined by commas (libpq: {@code host});
     *     default {@code localhost}
     * @return this
     */
    public B host(String host) {
        this.hosts = null;
        return set("host", host);
    }

    /**
     * @param port TCP port, 1 to 65535 (libpq: {@code port}); default 5432
     * @return this
     */
    public B port(int port) {
        return set("port", String.valueOf(port));
    }

    /**
     * Sets where servers are looked for, in place of {@link #host} and {@link #port}.
     *
     * @param hosts at least one, tried in this order
     * @return this
     */
    public B hosts(List<PgHost> hosts) {
        this.hosts = List.copyOf(hosts);
        return self();
    }

    /**
     * Sets where connections go to, and as whom, when that may change while the client lives. {@link #hosts} and
     * {@link #host}, {@link #port}, {@link #database} and {@link #user} say what {@link PgClient#options()} shows, and
     * what a password file is searched for; connections are opened by what the supplier says then. Connections that are
     * open stay; see {@link PgClient#expireConnections()}.
     *
     * @param target asked for each new connection, on a worker thread, within the connect timeout; never null. When it
     *     fails the connection fails
     * @return this
     */
    public B target(Supplier<PgTarget> target) {
        this.target = Objects.requireNonNull(target, "target");
        return self();
    }

    /**
     * @param attributes what a server has to be like (libpq: {@code target_session_attrs}); default {@code any}
     * @return this
     */
    public B targetSessionAttributes(TargetSessionAttributes attributes) {
        return set("target_session_attrs", attributes);
    }

    /**
     * @param order the order in which hosts are tried (libpq: {@code load_balance_hosts}); default {@code disable}
     * @return this
     */
    public B loadBalanceHosts(LoadBalanceHosts order) {
        return set("load_balance_hosts", order);
    }

    /**
     * @param database database name (libpq: {@code dbname}); default is the user's name
     * @return this
     */
    public B database(String database) {
        return set("dbname", database);
    }

    /**
     * @param user role name (libpq: {@code user}); default is the operating system's user
     * @return this
     */
    public B user(String user) {
        return set("user", user);
    }

    /**
     * @param password the password
     * @return this
     */
    public B password(String password) {
        this.password = null;
        return set("password", password);
    }

    /**
     * @param password asked for each new connection, on a worker thread; null means none
     * @return this
     */
    public B password(Supplier<@Nullable String> password) {
        return password(PasswordSource.blocking(vertx, password));
    }

    /**
     * @param password asked for each new connection, on an event loop; for sources that answer later, or otherwise for
     *     each host
     * @return this
     */
    public B password(PasswordSource password) {
        keywords.remove("password");
        this.password = password;
        return self();
    }

    /**
     * @param settings sets the options of TLS
     * @return this
     */
    public B tls(Consumer<PgTlsBuilder> settings) {
        settings.accept(tls);
        return self();
    }

    /**
     * @param settings sets the options of authentication
     * @return this
     */
    public B authentication(Consumer<PgAuthenticationBuilder> settings) {
        settings.accept(authentication);
        return self();
    }

    /**
     * @param settings sets the options of TCP
     * @return this
     */
    public B tcp(Consumer<PgTcpBuilder> settings) {
        settings.accept(tcp);
        return self();
    }

    /**
     * Sets the oldest version of the protocol that is spoken, which libpq calls {@code min_protocol_version}: a server
     * that does not speak it is refused.
     *
     * @param version {@code 3.0}, which is the default, {@code 3.2} or {@code latest}
     * @return this
     */
    public B minProtocolVersion(String version) {
        return set("min_protocol_version", version);
    }

    /**
     * Sets the version of the protocol that a server is asked for, which libpq calls {@code max_protocol_version}.
     * Servers that speak an older one say so, if they are of version 9.3 or newer; some poolers refuse the connection.
     *
     * @param version {@code 3.0}, {@code 3.2} or {@code latest}; default is {@code 3.0}, and {@code latest} where
     *     {@link #minProtocolVersion} is above that
     * @return this
     */
    public B maxProtocolVersion(String version) {
        return set("max_protocol_version", version);
    }

    /**
     * @param applicationName the parameter {@code application_name}
     * @return this
     */
    public B applicationName(String applicationName) {
        return parameter("application_name", applicationName);
    }

    /**
     * Sets a run-time parameter that is sent at start-up, so that it is the session's default.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public B parameter(String name, String value) {
        parameters.put(name, value);
        return self();
    }

    /**
     * @param timeout limit of opening one connection, however many hosts are tried; default 10 s
     * @return this
     */
    public B connectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return self();
    }

    /**
     * @param timeout limit of the attempt at one host, within {@link #connectTimeout}; by default the time that is left
     *     is shared evenly among the hosts that are left
     * @return this
     */
    public B hostTimeout(Duration timeout) {
        this.hostTimeout = timeout;
        return self();
    }

    private B set(String keyword, Object value) {
        keywords.put(keyword, value.toString());
        return self();
    }
}
