package io.pgnative.client;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;

/**
 * Configures authentication, see {@link PgClientBuilder#authentication}. What is set here wins over DSN, service file
 * and environment.
 */
public final class PgAuthenticationBuilder {

    private final Map<String, String> keywords;
    boolean cleartextUnverified;
    boolean md5Unverified;

    @Nullable Supplier<@Nullable String> oauthToken;

    @Nullable Supplier<@Nullable GSSCredential> gssCredentials;

    PgAuthenticationBuilder(Map<String, String> keywords) {
        this.keywords = keywords;
    }

    /**
     * Sets the methods that a server may ask for. A connection to a server that asks for another one, or for none of
     * them, fails before anything derived from the password is sent.
     *
     * @param methods as in libpq's {@code require_auth}: some of {@code password}, {@code md5}, {@code gss},
     *     {@code sspi}, {@code scram-sha-256}, {@code oauth} and {@code none}, joined by commas; or, with {@code !}
     *     before each, those that it may not ask for. Default is no restriction but that {@code gss} is to be
     *     configured: here by its name, or by {@link #krbsrvname} or {@link #gssCredentials}. SSPI is not spoken, so
     *     that {@code sspi} alone is refused
     * @return this
     */
    public PgAuthenticationBuilder requireAuth(String methods) {
        keywords.put("require_auth", methods);
        return this;
    }

    /**
     * @param binding whether authentication is bound to the TLS channel (libpq: {@code channel_binding}); default
     *     {@code prefer}
     * @return this
     */
    public PgAuthenticationBuilder channelBinding(ChannelBinding binding) {
        keywords.put("channel_binding", binding.toString());
        return this;
    }

    /**
     * @param allowed whether the password may be sent in the clear to a server that TLS does not verify; default false:
     *     it needs {@code sslmode} {@code verify-ca} or {@code verify-full}. Counts for bearer tokens, too. Never done
     *     where TLS was preferred but the server would not speak it
     * @return this
     */
    public PgAuthenticationBuilder cleartextUnverified(boolean allowed) {
        cleartextUnverified = allowed;
        return this;
    }

    /**
     * @param allowed whether an MD5 hash of the password may be sent to a server that TLS does not verify; default
     *     false: it needs {@code sslmode} {@code verify-ca} or {@code verify-full}. Never done where TLS was preferred
     *     but the server would not speak it
     * @return this
     */
    public PgAuthenticationBuilder md5Unverified(boolean allowed) {
        md5Unverified = allowed;
        return this;
    }

    /**
     * @param token asked for the bearer token of each connection, on a worker thread; null means none
     * @return this
     */
    public PgAuthenticationBuilder oauthToken(Supplier<@Nullable String> token) {
        oauthToken = Objects.requireNonNull(token, "token");
        return this;
    }

    /**
     * Allows Kerberos and names the server's service.
     *
     * @param name the first part of the server's principal, before the host as it is configured (libpq:
     *     {@code krbsrvname}); default {@code postgres}
     * @return this
     */
    public PgAuthenticationBuilder krbsrvname(String name) {
        keywords.put("krbsrvname", name);
        return this;
    }

    /**
     * @param delegated whether the server is given a ticket to act in the user's name with (libpq:
     *     {@code gssdelegation}); default false. Needs a forwardable ticket; true allows Kerberos
     * @return this
     */
    public PgAuthenticationBuilder gssDelegation(boolean delegated) {
        keywords.put("gssdelegation", delegated ? "1" : "0");
        return this;
    }

    /**
     * Allows Kerberos by credentials of the program's own, such as those of a keytab or of a user who was delegated to
     * it. Without these, or where the supplier gives null, those of the process are used: of the ticket cache, or of
     * the JAAS entry {@code com.sun.security.jgss.krb5.initiate}; with the system property
     * {@code javax.security.auth.useSubjectCredsOnly=false} those that JGSS finds.
     *
     * <p>Credentials of a {@link javax.security.auth.Subject} are made by {@code Subject.callAs(subject, () ->
     * GSSManager.getInstance().createCredential(GSSCredential.INITIATE_ONLY))}, or {@code doAs} on Java 17.
     *
     * @param credentials asked for the credentials of each connection, on a worker thread. They are not disposed of,
     *     and have to outlive the opening of the connection
     * @return this
     */
    public PgAuthenticationBuilder gssCredentials(Supplier<@Nullable GSSCredential> credentials) {
        gssCredentials = Objects.requireNonNull(credentials, "credentials");
        return this;
    }
}
