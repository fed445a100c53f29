package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

/** Which property is named when a client with a name cannot connect. */
class PgClientFailuresTest {

    private static final String PREFIX = "spring.pgnative.clients.reporting";

    private static Vertx vertx;

    private final MockEnvironment environment = new MockEnvironment();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void set(String property, String value) {
        environment.setProperty(PREFIX + "." + property, value);
    }

    private FailureAnalysis analysis(Throwable failure, String sslMode) {
        return analysis(failure, sslMode, true);
    }

    private FailureAnalysis analysis(Throwable failure, String sslMode, boolean byProperties) {
        PgOptions options = PgClient.builder(vertx)
                .environment(false)
                .dsn("postgres://anna@db.example.com/shop?sslmode=" + sslMode)
                .options();
        return new PgClientFailures(environment, PREFIX)
                .cannotConnect(failure, options, byProperties)
                .analysis();
    }

    private FailureAnalysis analysis(Throwable failure) {
        return analysis(failure, "prefer");
    }

    private void assertSuspects(Throwable failure, String property) {
        assertThat(analysis(failure).getDescription()).startsWith(PREFIX + "." + property + ": cannot connect to db.");
    }

    /** As the pool tells of it. */
    private static PgAcquireTimeoutException refused(String sqlState, String message) {
        PgServerException refusal =
                new PgServerException(message + " (" + sqlState + ")", Map.of('C', sqlState, 'M', message), null, 0);
        return new PgAcquireTimeoutException("no connection within 5 s: " + refusal.getMessage(), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "28P01 | password authentication failed for user \"anna\" | password",
                "28000 | role \"anna\" does not exist | username",
                "28000 | role \"anna\" is not permitted to log in | username",
                "28000 | no pg_hba.conf entry for host \"::1\", user \"anna\", no encryption | username",
                "28000 | Peer authentication failed for user \"anna\" | username",
                "28000 | connection requires a valid client certificate | ssl.cert",
                "28000 | certificate authentication failed for user \"anna\" | ssl.cert",
                "28000 | LDAP authentication failed for user \"anna\" | password",
                "3D000 | database \"shop\" does not exist | database",
                "42501 | permission denied for database \"shop\" | database",
                "42501 | permission denied to set parameter \"log_statement\" | parameters",
                "42501 | permission denied to set parameter \"lock_timeout\" | lock-timeout",
                "42704 | unrecognized configuration parameter \"no_such_setting\" | parameters",
                "55P02 | parameter \"port\" cannot be changed without restarting the server | parameters",
                "55000 | database \"shop\" is not currently accepting connections | database",
                "08P01 | unsupported startup parameter: lock_timeout | lock-timeout",
                "08P01 | unsupported startup parameter: geqo | parameters",
                "0A000 | unsupported frontend protocol 3.2: server supports 3.0 to 3.0 | max-protocol-version",
                "53300 | sorry, too many clients already | pool.max-size",
                "57P03 | the database system is starting up | pool.startup-timeout"
            })
    @DisplayName("B55: each reason that a server has to refuse a connection")
    void namesWhatARefusalIsAbout(String sqlState, String message, String property) {
        set("lock-timeout", "1s");
        assertSuspects(refused(sqlState, message), property);
    }

    @Test
    @DisplayName("B55: a server that takes encrypted connections only")
    void namesTheSslModeWhereTheServerMissesEncryption() {
        PgAcquireTimeoutException plain = refused("28000", "no pg_hba.conf entry for host \"::1\", no encryption");
        assertThat(analysis(plain, "disable").getDescription()).startsWith(PREFIX + ".ssl.mode: ");
        assertThat(analysis(refused("28000", "no pg_hba.conf entry for host \"[local]\", no encryption"), "disable")
                        .getDescription())
                .startsWith(PREFIX + ".username: ");
        set("ssl.enabled", "false");
        assertThat(analysis(plain, "disable").getDescription()).startsWith(PREFIX + ".ssl.enabled: ");
    }

    @Test
    @DisplayName("B55: TLS that fails, by what has asked for it")
    void namesWhatHasAskedForTls() {
        PgConnectException failure = new PgConnectException(
                "no TLS with db.example.com:5432: no path",
                new SSLException("handshake", new CertPathBuilderException("no path")));
        assertSuspects(failure, "ssl.mode");
        set("ssl.enabled", "true");
        assertSuspects(failure, "ssl.enabled");
        set("ssl.mode", "verify-full");
        assertSuspects(failure, "ssl.mode");
        set("ssl.root-cert", "/pki/roots.crt");
        assertSuspects(failure, "ssl.root-cert");
        set("ssl.bundle", "db");
        assertSuspects(failure, "ssl.bundle");
    }

    @ParameterizedTest
    @CsvSource({
        "'channel_binding=require needs TLS, and this connection has none', authentication.channel-binding",
        "'the server asks for an MD5 hash of the password (md5), which require_auth forbids', authentication.require",
        "'no Kerberos credentials to authenticate to postgres@db by: none', authentication.krbsrvname",
        "'sslcertmode=require needs TLS, and this connection has none', ssl.cert-mode",
        "'no TLS with db: the server did not agree to speak postgresql (ALPN)', ssl.negotiation",
        "'the server asks for the password over a connection on which nothing proves that it is the server', ssl.mode",
        "'the server asks for 9000000 SCRAM iterations; 1 to 100000 are accepted', max-scram-iterations",
        "'the server asks for a password, but none is configured', password",
        "'unknown host \"db.example.com\"', host"
    })
    @DisplayName("B55: each reason that the client has not to go on")
    void namesWhatTheClientMisses(String message, String property) {
        assertSuspects(new PgConnectException(message), property);
    }

    @Test
    @DisplayName("B55: a limit of time is named only where nothing else is known to be wrong")
    void namesTheLimitOnlyWithoutAnotherReason() {
        PgAcquireTimeoutException late = new PgAcquireTimeoutException("no connection within 5 ms: 1 opening");
        assertSuspects(late, "host");
        set("pool.acquire-timeout", "5ms");
        assertSuspects(late, "pool.acquire-timeout");
        assertSuspects(
                new PgAcquireTimeoutException(
                        "no connection within 5 ms: refused",
                        new PgConnectException("connection refused", new ConnectException("refused"))),
                "host");
    }

    @Test
    @DisplayName("B55: connection details of a bean are blamed for what they tell, and properties for the rest")
    void blamesTheDetailsForWhatTheyTell() {
        set("dsn", "postgres://db.example.com/replaced");
        FailureAnalysis unknown = analysis(refused("3D000", "database \"shop\" does not exist"), "prefer", false);
        assertThat(unknown.getDescription()).startsWith("PostgreSQL: cannot connect to ");
        assertThat(unknown.getAction()).contains("PgNativeConnectionDetails bean");
        assertThat(analysis(new PgConnectException("init-sql: statement 1 fails"), "prefer", false)
                        .getDescription())
                .startsWith(PREFIX + ".init-sql: cannot connect to ");
    }

    @Test
    @DisplayName("B55: what to do where no property is wrong")
    void tellsToWaitOrToCheckTheServer() {
        assertThat(analysis(refused("57P03", "the database system is shutting down"))
                        .getAction())
                .startsWith("Raise " + PREFIX + ".pool.startup-timeout, so that the start waits for the server");
        FailureAnalysis nobody = analysis(refused("53200", "out of memory"));
        assertThat(nobody.getDescription()).startsWith("PostgreSQL: cannot connect to db.example.com");
        assertThat(nobody.getAction())
                .startsWith("Check the server, ")
                .contains("no property of " + PREFIX + ".* is known to be behind it");
        assertThat(analysis(new PgConnectException("the password supplier has failed"))
                        .getDescription())
                .startsWith("PostgreSQL: cannot connect to ");
    }
}
