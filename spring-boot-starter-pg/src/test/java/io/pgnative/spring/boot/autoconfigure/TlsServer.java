package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestCertificates.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A server that speaks TLS as "localhost". It lets the role {@code certified} in by a certificate alone, and its
 * superuser without anything. Its authority and its certificate can be exchanged while it runs.
 */
public final class TlsServer implements AutoCloseable {

    /** Of the client's certificate that the server has seen on a connection. */
    public static final String SERIAL = "select client_serial::text from pg_stat_ssl where pid = pg_backend_pid()";

    private final Path directory;
    private final TestCertificates authority;
    private final Identity identity;
    private final EmbeddedServer server;

    /**
     * Starts one.
     *
     * @param directory where its certificates go
     */
    public TlsServer(Path directory) {
        this.directory = directory;
        this.authority = TestCertificates.authority(directory, "authority");
        this.identity = authority.identity("server", "localhost");
        try {
            Path rules = Files.writeString(
                    directory.resolve("rules.conf"), "host all postgres all trust\nhostssl all certified all cert\n");
            this.server = EmbeddedServer.create(Map.of(
                    "ssl", "on",
                    "ssl_cert_file", identity.certFile().toString(),
                    "ssl_key_file", identity.keyFile().toString(),
                    "ssl_ca_file", authority.rootFile().toString(),
                    "hba_file", rules.toString()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        server.execute("create role certified login");
    }

    /** Where it listens on {@code localhost}. */
    public int port() {
        return server.port();
    }

    TestCertificates authority() {
        return authority;
    }

    Identity client() {
        return authority.identity("certified");
    }

    /** Properties that say where the server is, and as whom. */
    String[] as(String user) {
        return new String[] {
            "spring.pgnative.environment=false",
            "spring.pgnative.host=localhost",
            "spring.pgnative.port=" + port(),
            "spring.pgnative.database=postgres",
            "spring.pgnative.username=" + user
        };
    }

    /** Properties of a bundle. */
    static String[] bundle(String name, Path roots, Identity client) {
        String prefix = "spring.ssl.bundle.pem." + name + ".";
        return new String[] {
            prefix + "truststore.certificate=" + roots.toUri(),
            prefix + "keystore.certificate=" + client.certFile().toUri(),
            prefix + "keystore.private-key=" + client.keyFile().toUri()
        };
    }

    /** Has the server show a certificate of another authority from now on; whose clients it trusts stays. */
    TestCertificates changeAuthority() throws IOException {
        TestCertificates other = TestCertificates.authority(directory, "successor");
        Identity shown = other.identity("server", "localhost");
        // Written over, so that they stay readable for the server, and for nobody else.
        Files.write(identity.certFile(), Files.readAllBytes(shown.certFile()));
        Files.write(identity.keyFile(), Files.readAllBytes(shown.keyFile()));
        server.execute("select pg_reload_conf()");
        return other;
    }

    @Override
    public void close() {
        server.close();
    }
}
