package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgTlsBuilder;
import io.pgnative.client.SslMode;
import io.pgnative.client.TlsMaterial;
import io.pgnative.client.TlsVersion;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestCertificates.Identity;
import io.pgnative.client.type.ClientTypes;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keys and trust that a program has ready, and changes, with a server that is the real one. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class TlsMaterialTest {

    private static final String SERIAL = "select client_serial::text from pg_stat_ssl where pid = pg_backend_pid()";

    private static TestCertificates authority;
    private static TestCertificates stranger;
    private static Identity client;
    private static Identity renewed;
    private static EmbeddedServer server;

    private final Vertx vertx;

    TlsMaterialTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        authority = TestCertificates.authority(directory, "authority");
        stranger = TestCertificates.authority(directory, "stranger");
        Identity serverIdentity = authority.identity("server", "localhost");
        client = authority.identity("certified");
        renewed = authority.identity("certified");
        Path rules = Files.writeString(
                directory.resolve("rules.conf"), "host all postgres all trust\nhostssl all certified all cert\n");
        server = EmbeddedServer.create(Map.of(
                "ssl", "on",
                "ssl_cert_file", serverIdentity.certFile().toString(),
                "ssl_key_file", serverIdentity.keyFile().toString(),
                "ssl_ca_file", authority.rootFile().toString(),
                "hba_file", rules.toString()));
        server.execute("create role certified login");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private PgOptions options(Consumer<PgTlsBuilder> tls) {
        return PgClient.builder(vertx)
                .environment(false)
                .host("localhost")
                .port(server.port())
                .database("postgres")
                .user("certified")
                .tls(tls)
                .options();
    }

    private PgSessionFactory factory(Consumer<PgTlsBuilder> tls) {
        return new PgSessionFactory(
                (VertxInternal) vertx, options(tls), ClientTypes.of(null, Map.of()), notice -> {}, null);
    }

    private @Nullable String ask(PgSessionFactory factory, String sql) {
        Session session = await(new Sessions(vertx).open(factory));
        String answer = Sessions.fetch(session, sql).get(0).getString(0);
        await(session.close());
        return answer;
    }

    private static KeyManagerFactory keys(Identity identity) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "client", identity.keys().getPrivate(), new char[0], new Certificate[] {identity.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        return keys;
    }

    private static TrustManagerFactory trust(TestCertificates in) throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        try (var file = Files.newInputStream(in.rootFile())) {
            roots.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        return trust;
    }

    private static TlsMaterial material(Identity identity, TestCertificates in) throws Exception {
        return new TlsMaterial(keys(identity), trust(in), null, null);
    }

    @Test
    void newConnectionsUseWhatTheMaterialIsThen() throws Exception {
        AtomicReference<TlsMaterial> material = new AtomicReference<>(material(client, authority));
        PgSessionFactory factory = factory(tls -> tls.material(material::get));
        assertThat(ask(factory, SERIAL))
                .isEqualTo(client.certificate().getSerialNumber().toString());

        material.set(material(renewed, authority));
        assertThat(ask(factory, SERIAL))
                .isEqualTo(renewed.certificate().getSerialNumber().toString());

        material.set(material(renewed, stranger));
        assertThat(failureOf(new Sessions(vertx).open(factory))).hasMessageContaining("no TLS with localhost");
        await(factory.close());
    }

    @Test
    void keyAndTrustManagersAreAskedForEachConnection() throws Exception {
        TrustManagerFactory trust = trust(authority);
        AtomicReference<KeyManagerFactory> keys = new AtomicReference<>(keys(client));
        PgSessionFactory factory = factory(
                tls -> tls.mode(SslMode.VERIFY_FULL).trustManagers(() -> trust).keyManagers(keys::get));
        assertThat(ask(factory, SERIAL))
                .isEqualTo(client.certificate().getSerialNumber().toString());

        keys.set(keys(renewed));

        assertThat(ask(factory, SERIAL))
                .isEqualTo(renewed.certificate().getSerialNumber().toString());
        await(factory.close());
    }

    @Test
    void theServerAndItsNameAreVerifiedUnlessAnotherModeIsSet() throws Exception {
        TlsMaterial material = material(client, authority);
        assertThat(options(tls -> tls.material(() -> material)).tls().mode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(options(tls -> tls.material(() -> material).mode(SslMode.REQUIRE))
                        .tls()
                        .mode())
                .isEqualTo(SslMode.REQUIRE);

        TlsMaterial strange = material(client, stranger);
        assertThat(failureOf(new Sessions(vertx)
                        .open(factory(tls -> tls.material(() -> strange).mode(SslMode.REQUIRE)))))
                .hasMessageContaining("no TLS with localhost");
    }

    @Test
    void onlyTheVersionsAndCipherSuitesOfTheMaterialAreSpoken() throws Exception {
        KeyManagerFactory keys = keys(client);
        TrustManagerFactory trust = trust(authority);
        String version = "select version || ' ' || cipher from pg_stat_ssl where pid = pg_backend_pid()";
        TlsMaterial older =
                new TlsMaterial(keys, trust, List.of("TLSv1.2"), List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
        assertThat(ask(factory(tls -> tls.material(() -> older)), version))
                .isEqualTo("TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384");
        TlsMaterial newer =
                new TlsMaterial(keys, trust, List.of("TLSv1.3", "TLSv1.2"), List.of("TLS_AES_128_GCM_SHA256"));
        assertThat(ask(factory(tls -> tls.material(() -> newer)), version)).isEqualTo("TLSv1.3 TLS_AES_128_GCM_SHA256");
    }

    @Test
    void whatCannotBeSpokenIsRefused() throws Exception {
        TlsMaterial older = new TlsMaterial(keys(client), trust(authority), List.of("TLSv1.2"), null);
        assertThat(failureOf(new Sessions(vertx)
                        .open(factory(tls -> tls.material(() -> older).minVersion(TlsVersion.TLSV1_3)))))
                .isInstanceOf(PgConfigurationException.class)
                .hasStackTraceContaining("tls.material: enables TLSv1.2, but none of TLSv1.3");

        TlsMaterial unknown = new TlsMaterial(keys(client), trust(authority), null, List.of("TLS_FROM_NOWHERE"));
        assertThat(failureOf(new Sessions(vertx).open(factory(tls -> tls.material(() -> unknown)))))
                .hasStackTraceContaining("the cipher suite TLS_FROM_NOWHERE is not known to this Java runtime");
    }
}
