package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestCertificates.Identity;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom {@code sslmode=verify-full} takes for the server that was asked for. */
@ExtendWith(PostgresExtension.class)
class ServerNamesTest {

    private static TestCertificates authority;
    private static TestCertificates stranger;

    private final ScriptedServer server = ScriptedServer.start();
    private final Vertx vertx;

    ServerNamesTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void certify(@TempDir Path directory) {
        authority = TestCertificates.authority(directory, "names", "EC", "SHA256withECDSA");
        stranger = TestCertificates.authority(directory, "stranger", "EC", "SHA256withECDSA");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Identity identity(TestCertificates by, String commonName, String... names) {
        return by.identity(commonName, "EC", Duration.ofDays(1), names);
    }

    private static PgClientBuilder client(Vertx on, PgHost... hosts) {
        return PgClient.builder(on)
                .environment(false)
                .hosts(List.of(hosts))
                .user("anna")
                .database("shop")
                .tls(tls -> tls.mode(SslMode.VERIFY_FULL).rootCert(authority.rootFile()));
    }

    private PgHost at(String name, ScriptedServer where) {
        return new PgHost(name, where.port(), where.host());
    }

    private Future<Session> open(PgClientBuilder client) {
        return new Sessions(vertx).open(client.options());
    }

    private static void letIn(ScriptedServer where, Identity identity) {
        where.accept()
                .startTls(identity.serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationOk())
                .afterAuthentication();
    }

    @ParameterizedTest
    @CsvSource({
        // The common name counts where there are no other names, as in libpq.
        "db.example.com,       db.example.com, '',                               true",
        "db.example.com,       other,          '',                               false",
        "db.example.com,       other,          db.example.com,                   true",
        "DB.Example.COM,       other,          db.example.com,                   true",
        "db.example.com,       other,          a.example.com b.example.com db.example.com, true",
        "db.example.com,       db.example.com, other.example.com,                false",
        "db.example.com,       other,          db.example.com.evil.org,          false",
        "db.example.com,       other,          example.com,                      false",
        "db.example.com,       other,          *.example.com,                    true",
        "a.db.example.com,     other,          *.example.com,                    false",
        "example.com,          other,          *.example.com,                    false",
        "db.example.com,       other,          *.com,                            false",
        "db.example.com,       other,          *,                                false",
        "127.0.0.1,            other,          127.0.0.1,                        true",
        "127.0.0.1,            other,          127.0.0.2,                        false",
        "127.0.0.1,            127.0.0.1,      db.example.com,                   false",
        "db.example.com,       other,          127.0.0.1,                        false",
        "b\u00fccher.example,  other,          xn--bcher-kva.example,            true",
        "xn--bcher-kva.example, other,         xn--bcher-kva.example,            true",
        "b\u00fccher.example,  other,          bucher.example,                   false"
    })
    @DisplayName("S04: verify-full checks the configured name, whatever address it stands for")
    void checksTheConfiguredName(String configured, String commonName, String names, boolean fits) {
        Identity shown = identity(authority, commonName, names.isEmpty() ? new String[0] : names.split(" "));
        PgClientBuilder client = client(vertx, at(configured, server));
        if (fits) {
            letIn(server, shown);
            await(await(open(client)).close());
        } else {
            server.accept().expectTlsRefused(shown.serverContext());
            assertThat(failureOf(open(client)))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("no TLS with");
            server.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"d*.example.com", "*b.example.com", "db.*.com", "*.*.com"})
    @DisplayName("S04: a wildcard stands for one whole label, and the first one alone")
    void refusesOtherWildcards(String name) {
        server.accept()
                .startTls(identity(authority, "other", name).serverContext())
                .expectEnd();
        assertThat(failureOf(open(client(vertx, at("db.example.com", server)))))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no TLS with")
                .hasMessageContaining("no whole label");
        server.verify();
    }

    @Test
    @DisplayName("S04, S09: of several hosts each has to show a certificate of its own name")
    void checksTheNameOfEachHost() {
        try (ScriptedServer second = ScriptedServer.start()) {
            Identity first = identity(authority, "first", "a.example.com");
            server.accept()
                    .startTls(first.serverContext())
                    .expect(StartupMessage.class)
                    .send(ErrorResponse.of("FATAL", "57P03", "starting up"))
                    .expectEnd();
            second.accept().expectTlsRefused(first.serverContext());
            assertThat(failureOf(open(client(vertx, at("a.example.com", server), at("b.example.com", second)))))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("b.example.com");
            server.verify();
            second.verify();
        }
    }

    @Test
    @DisplayName("S04, S17: a cancel request is told to nobody who shows the certificate of somebody else")
    void checksTheNameBeforeCancelling() {
        server.accept()
                .startTls(identity(authority, "first", "db.example.com").serverContext())
                .expect(StartupMessage.class)
                .send(new AuthenticationOk())
                .afterAuthentication()
                .expect(Parse.class);
        server.accept()
                .expectTlsRefused(
                        identity(authority, "other", "other.example.com").serverContext());
        Session session = await(open(client(vertx, at("db.example.com", server))));
        assertThat(failureOf(submit(session, query(Duration.ofMillis(200), "select pg_sleep(60)"))))
                .isInstanceOf(PgTimeoutException.class);
        server.verify();
        assertThat(server.received()).noneMatch(CancelRequest.class::isInstance);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the loopback has more than one address there")
    @DisplayName("S38: a name that stands for another address now is looked up anew, and has to prove itself there")
    void checksTheNameAtEachAddress(@TempDir Path directory) throws IOException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 db.example.com\n");
        Vertx own = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions()
                        .setHostsPath(hosts.toString())
                        .setHostsRefreshPeriod(1)));
        Identity right = identity(authority, "first", "db.example.com");
        List<PgHost> asked = new CopyOnWriteArrayList<>();
        try (ScriptedServer elsewhere = ScriptedServer.start(InetAddress.getByName("127.0.0.2"), server.port())) {
            PgClientBuilder client = client(own, new PgHost("db.example.com", server.port()))
                    .password(host -> {
                        asked.add(host);
                        return Future.succeededFuture("geheim");
                    });
            letIn(server, right);
            await(await(new Sessions(own).open(client.options())).close());

            Files.writeString(hosts, "127.0.0.2 db.example.com\n");
            awaitAddress(own, "127.0.0.2");
            elsewhere
                    .accept()
                    .expectTlsRefused(
                            identity(stranger, "evil", "db.example.com").serverContext());
            assertThat(failureOf(new Sessions(own).open(client.options())))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("no TLS with db.example.com");
            letIn(elsewhere, right);
            await(await(new Sessions(own).open(client.options())).close());
            elsewhere.verify();

            assertThat(asked)
                    .allSatisfy(host -> assertThat(host.name()).isEqualTo("db.example.com"))
                    .extracting(PgHost::hostaddr)
                    .startsWith("127.0.0.1")
                    .endsWith("127.0.0.2");
        } finally {
            await(own.close());
        }
    }

    private static void awaitAddress(Vertx own, String address) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!await(((VertxInternal) own).nameResolver().resolve("db.example.com"))
                .getHostAddress()
                .equals(address)) {
            assertThat(System.nanoTime() - end).as("the file is read anew").isNegative();
        }
    }
}
