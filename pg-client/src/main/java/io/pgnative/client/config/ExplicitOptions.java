package io.pgnative.client.config;

import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgTarget;
import io.pgnative.client.TlsMaterial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;

/**
 * What a program says about the connection; null is what it leaves to the DSN and the defaults.
 *
 * @param dsn a connection string
 * @param isDsnTrusted whether the string may say all that the program may; see {@link UntrustedDsn}
 * @param keywords what it says in words of libpq, a password among them
 * @param hosts take the place of the host and port among the words
 * @param target takes the place of the hosts, the database and the user of each connection
 * @param password takes the place of the password among the words
 * @param parameters run-time parameters
 * @param connectTimeout limit of opening one connection
 * @param hostTimeout limit of the attempt at one host
 * @param tls what of TLS has no word
 * @param authentication what of authentication has no word
 */
public record ExplicitOptions(
        @Nullable String dsn,
        boolean isDsnTrusted,
        Map<String, String> keywords,
        @Nullable List<PgHost> hosts,
        @Nullable Supplier<PgTarget> target,
        @Nullable PasswordSource password,
        Map<String, String> parameters,
        @Nullable Duration connectTimeout,
        @Nullable Duration hostTimeout,
        Tls tls,
        Authentication authentication) {

    /**
     * What of TLS has no word; null is what is not given.
     *
     * @param keyPassword asked for the password of the key
     * @param keyManagers in place of certificate and key
     * @param trustManagers in place of root certificates and revocation lists
     * @param material in place of both
     */
    public record Tls(
            @Nullable Supplier<@Nullable String> keyPassword,
            @Nullable Supplier<KeyManagerFactory> keyManagers,
            @Nullable Supplier<TrustManagerFactory> trustManagers,
            @Nullable Supplier<TlsMaterial> material) {}

    /**
     * What of authentication has no word.
     *
     * @param cleartextUnverified see {@link io.pgnative.client.PgOptions.Authentication}
     * @param md5Unverified see {@link io.pgnative.client.PgOptions.Authentication}
     * @param oauthToken asked for the bearer token; null when there is none
     * @param gssCredentials asked for Kerberos credentials; null when there are none
     */
    public record Authentication(
            boolean cleartextUnverified,
            boolean md5Unverified,
            @Nullable Supplier<@Nullable String> oauthToken,
            @Nullable Supplier<@Nullable GSSCredential> gssCredentials) {}

    /** Hosts and time limits alone: everything else may hold a secret. */
    @Override
    public String toString() {
        return "ExplicitOptions[hosts=" + hosts + ", connectTimeout=" + connectTimeout + ", hostTimeout=" + hostTimeout
                + "]";
    }
}
