package io.pgnative.client.session.auth;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kerberos contexts through the Java runtime's JGSS. Credentials are those that the program gives; else, where
 * {@code javax.security.auth.useSubjectCredsOnly} is {@code false}, those that JGSS finds by itself; else those of a
 * JAAS login by the entry {@value #ENTRY}, which is the ticket cache when nobody has configured that entry. Nobody is
 * ever asked at a console by the latter.
 */
final class GssLogin implements GssExchange.Opener {

    /** The entry that JGSS itself logs in by. */
    static final String ENTRY = "com.sun.security.jgss.krb5.initiate";

    private static final String KERBEROS = "1.2.840.113554.1.2.2";

    private final String service;
    private final boolean delegation;
    private final @Nullable Supplier<@Nullable GSSCredential> given;

    private GssLogin(String service, PgOptions.Gss options) {
        this.service = service;
        this.delegation = options.delegation();
        this.given = options.credentials();
    }

    /**
     * Begins with a server.
     *
     * @param host as it was configured, since a name that was looked up is as true as the network is
     * @param options what is said of it
     * @return asks nobody before its first step
     * @throws PgConnectException if the host has no name to make a principal of
     */
    static GssExchange with(PgHost host, PgOptions.Gss options) {
        if (host.isUnixSocket()) {
            throw new PgConnectException("the server asks for authentication by gss, which needs the name of a host:"
                    + " a Unix socket has none");
        }
        String service = options.serviceName() + "@" + host.name();
        return new GssExchange(service, new GssLogin(service, options));
    }

    @Override
    public GssContext open() throws GSSException {
        GSSManager manager = GSSManager.getInstance();
        Oid mechanism = new Oid(KERBEROS);
        GSSName peer = manager.createName(service, GSSName.NT_HOSTBASED_SERVICE);
        GSSCredential lent = given == null ? null : lent(given);
        GSSCredential own = lent == null ? own(manager, mechanism) : null;
        GSSContext context =
                manager.createContext(peer, mechanism, lent == null ? own : lent, GSSContext.DEFAULT_LIFETIME);
        demand(context, delegation);
        return new GssContext(context, own);
    }

    /** What has to be said before the first token. */
    static void demand(GSSContext context, boolean delegation) throws GSSException {
        context.requestMutualAuth(true);
        context.requestCredDeleg(delegation);
    }

    private static @Nullable GSSCredential lent(Supplier<@Nullable GSSCredential> supplier) {
        try {
            return supplier.get();
        } catch (RuntimeException e) {
            throw new PgConnectException("the supplier of GSS credentials has failed", e);
        }
    }

    private GSSCredential own(GSSManager manager, Oid mechanism) {
        try {
            if ("false".equalsIgnoreCase(System.getProperty("javax.security.auth.useSubjectCredsOnly"))) {
                return initiator(manager, mechanism);
            }
            LoginContext login = new LoginContext(ENTRY, new Subject(), null, configuration());
            login.login();
            PrivilegedExceptionAction<GSSCredential> action = () -> initiator(manager, mechanism);
            return Subject.doAs(login.getSubject(), action);
        } catch (GSSException | LoginException | PrivilegedActionException | SecurityException e) {
            throw new PgConnectException("no Kerberos credentials to authenticate to " + service + " by: "
                    + GssFailures.text(e instanceof PrivilegedActionException wrapped ? wrapped.getException() : e)
                    + "; get a ticket (kinit), configure the JAAS entry " + ENTRY
                    + ", or give credentials by authentication.gssCredentials");
        }
    }

    private static GSSCredential initiator(GSSManager manager, Oid mechanism) throws GSSException {
        return manager.createCredential(null, GSSCredential.DEFAULT_LIFETIME, mechanism, GSSCredential.INITIATE_ONLY);
    }

    /** The program's, if it knows the entry; null is that. */
    private static @Nullable Configuration configuration() {
        try {
            if (Configuration.getConfiguration().getAppConfigurationEntry(ENTRY) != null) {
                return null;
            }
        } catch (SecurityException e) {
            // How a missing file of configuration is told of; one that cannot be read is, too.
            if (System.getProperty("java.security.auth.login.config") != null) {
                throw e;
            }
        }
        return new TicketCache();
    }

    /** The ticket cache, as kinit fills it, and nothing else. */
    private static final class TicketCache extends Configuration {

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(
                        "com.sun.security.auth.module.Krb5LoginModule",
                        AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                        Map.of("useTicketCache", "true", "doNotPrompt", "true"))
            };
        }
    }
}
