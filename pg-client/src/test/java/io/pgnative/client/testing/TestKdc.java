package io.pgnative.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * A KDC of the realm {@value #REALM}, and one of the realm {@value #SILENT_REALM} that takes connections and says
 * nothing. While it is open, the Kerberos of this JVM is configured for both; so there is one at a time.
 */
public final class TestKdc implements AutoCloseable {

    /** Where principals are known. */
    public static final String REALM = "PGNATIVE.TEST";

    /** Where nobody answers. */
    public static final String SILENT_REALM = "SILENT.TEST";

    /** The mechanism. */
    public static final String KERBEROS = "1.2.840.113554.1.2.2";

    private static final String CONFIGURATION = "java.security.krb5.conf";

    private final Path directory;
    private final SimpleKdcServer server;
    private final ServerSocket silent;
    private final @Nullable String configuredBefore;

    private TestKdc(Path directory, SimpleKdcServer server, ServerSocket silent) {
        this.directory = directory;
        this.server = server;
        this.silent = silent;
        this.configuredBefore = System.getProperty(CONFIGURATION);
    }

    /**
     * Starts one on free ports of the loopback.
     *
     * @param directory for its files
     * @return ready; knows no principals but that of the other realm, which {@code localhost} belongs to
     */
    public static TestKdc start(Path directory) {
        try {
            SimpleKdcServer server = new SimpleKdcServer();
            server.setKdcRealm(REALM);
            server.setKdcHost("127.0.0.1");
            int port = freePort();
            server.setKdcTcpPort(port);
            server.setAllowUdp(false);
            server.setWorkDir(Files.createDirectories(directory.resolve("kdc")).toFile());
            ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TestKdc kdc = new TestKdc(directory, server, silent);
            server.init();
            server.start();
            Files.writeString(kdc.configuration(), """
                    [libdefaults]
                    default_realm = %1$s
                    dns_lookup_kdc = false
                    dns_lookup_realm = false
                    dns_canonicalize_hostname = false
                    rdns = false
                    udp_preference_limit = 1
                    kdc_timeout = 60000
                    max_retries = 1
                    forwardable = true
                    [realms]
                    %1$s = {
                      kdc = 127.0.0.1:%2$d
                    }
                    %3$s = {
                      kdc = %4$s:%5$d
                    }
                    [domain_realm]
                    localhost = %3$s
                    localhost.localdomain = %3$s
                    """.formatted(
                    REALM, port, SILENT_REALM, silent.getInetAddress().getHostAddress(), silent.getLocalPort()));
            server.createPrincipal("krbtgt/" + SILENT_REALM);
            System.setProperty(CONFIGURATION, kdc.configuration().toString());
            return kdc;
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a KDC", e);
        } catch (KrbException e) {
            throw new IllegalStateException("the KDC does not start", e);
        }
    }

    /**
     * How others are told of the KDC.
     *
     * @return a file as {@code KRB5_CONFIG} names it
     */
    public Path configuration() {
        return directory.resolve("krb5.conf");
    }

    /**
     * Makes a principal known.
     *
     * @param principal as in {@code anna} or {@code postgres/localhost}
     * @return a file with its keys
     */
    public Path principal(String principal) {
        Path keytab = directory.resolve(principal.replace('/', '-') + ".keytab");
        try {
            server.createPrincipal(principal);
            server.exportPrincipal(principal, keytab.toFile());
        } catch (KrbException e) {
            throw new IllegalStateException("the KDC takes no principal " + principal, e);
        }
        return keytab;
    }

    /**
     * Gives a principal new keys, which the files made before do not hold.
     *
     * @param principal known
     */
    public void renewKeys(String principal) {
        try {
            server.deletePrincipal(principal);
            server.createPrincipal(principal);
        } catch (KrbException e) {
            throw new IllegalStateException("the KDC gives no new keys to " + principal, e);
        }
    }

    /**
     * Credentials to begin with.
     *
     * @param principal with its realm, if that is another one
     * @param keytab with its keys
     * @return a fresh ticket
     */
    public GSSCredential initiator(String principal, Path keytab) {
        return credential(principal, keytab, GSSCredential.INITIATE_ONLY);
    }

    /**
     * Credentials of a server.
     *
     * @param principal its own
     * @param keytab with its keys
     * @return good for as long as the keys are
     */
    public GSSCredential acceptor(String principal, Path keytab) {
        return credential(principal, keytab, GSSCredential.ACCEPT_ONLY);
    }

    private static GSSCredential credential(String principal, Path keytab, int usage) {
        try {
            LoginContext login = new LoginContext("test", new Subject(), null, login(principal, keytab, usage));
            login.login();
            PrivilegedExceptionAction<GSSCredential> action = () -> GSSManager.getInstance()
                    .createCredential(null, GSSCredential.INDEFINITE_LIFETIME, new Oid(KERBEROS), usage);
            return Subject.doAs(login.getSubject(), action);
        } catch (LoginException | PrivilegedActionException e) {
            throw new IllegalStateException("no credentials of " + principal, e);
        }
    }

    /**
     * A configuration of JAAS whose every entry logs in by a keytab.
     *
     * @param principal who
     * @param keytab with its keys
     * @return to be set for the JVM
     */
    public static Configuration login(String principal, Path keytab) {
        return login(principal, keytab, GSSCredential.INITIATE_ONLY);
    }

    private static Configuration login(String principal, Path keytab, int usage) {
        Map<String, String> options = Map.of(
                "useKeyTab", "true",
                "keyTab", keytab.toString(),
                "principal", principal,
                "storeKey", "true",
                "doNotPrompt", "true",
                // The files of earlier tests are remembered otherwise.
                "refreshKrb5Config", "true",
                "isInitiator", Boolean.toString(usage != GSSCredential.ACCEPT_ONLY));
        AppConfigurationEntry entry = new AppConfigurationEntry(
                "com.sun.security.auth.module.Krb5LoginModule", LoginModuleControlFlag.REQUIRED, options);
        return new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
    }

    /**
     * Waits until somebody asks the KDC that is silent.
     *
     * @return the connection; closing it lets whoever asks give up
     */
    public Socket silence() {
        try {
            silent.setSoTimeout(20_000);
            return silent.accept();
        } catch (IOException e) {
            throw new UncheckedIOException("nobody asks the silent KDC", e);
        }
    }

    @Override
    public void close() {
        try {
            silent.close();
            server.stop();
        } catch (IOException | KrbException e) {
            throw new IllegalStateException("the KDC does not stop", e);
        } finally {
            if (configuredBefore == null) {
                System.clearProperty(CONFIGURATION);
            } else {
                System.setProperty(CONFIGURATION, configuredBefore);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
