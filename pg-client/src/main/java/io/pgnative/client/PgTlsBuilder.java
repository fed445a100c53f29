package io.pgnative.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Configures TLS, see {@link PgClientBuilder#tls}. What is set here wins over DSN, service file and environment. */
public final class PgTlsBuilder {

    private final Map<String, String> keywords;

    @Nullable Supplier<@Nullable String> keyPassword;

    @Nullable Supplier<KeyManagerFactory> keyManagers;

    @Nullable Supplier<TrustManagerFactory> trustManagers;

    @Nullable Supplier<TlsMaterial> material;

    PgTlsBuilder(Map<String, String> keywords) {
        this.keywords = keywords;
    }

    /**
     * @param mode whether TLS is spoken and what is verified (libpq: {@code sslmode}); default {@code prefer}
     * @return this
     */
    public PgTlsBuilder mode(SslMode mode) {
        return set("sslmode", mode);
    }

    /**
     * Sets how TLS begins, which libpq calls {@code sslnegotiation}.
     *
     * @param begin default is {@link SslNegotiation#POSTGRES}
     * @return this
     */
    public PgTlsBuilder negotiation(SslNegotiation begin) {
        return set("sslnegotiation", begin);
    }

    /**
     * @param file PEM file with the root certificates that may vouch for a server (libpq: {@code sslrootcert}); default
     *     {@code ~/.postgresql/root.crt} if there is one
     * @return this
     */
    public PgTlsBuilder rootCert(Path file) {
        return set("sslrootcert", file);
    }

    /**
     * Lets the root certificates of the Java runtime vouch for a server (libpq: {@code sslrootcert=system}). The mode
     * is then {@code verify-full} unless another is set, and a weaker one is refused.
     *
     * @return this
     */
    public PgTlsBuilder systemRootCert() {
        return set("sslrootcert", PgOptions.Tls.SYSTEM);
    }

    /**
     * @param file PEM file with the client's certificate and its chain (libpq: {@code sslcert}); default
     *     {@code ~/.postgresql/postgresql.crt} if there is one
     * @return this
     */
    public PgTlsBuilder cert(Path file) {
        return set("sslcert", file);
    }

    /**
     * @param file file with the private key of {@link #cert} (libpq: {@code sslkey}); default
     *     {@code ~/.postgresql/postgresql.key} if there is one
     * @return this
     */
    public PgTlsBuilder key(Path file) {
        return set("sslkey", file);
    }

    /**
     * @param password the password of an encrypted {@link #key} (libpq: {@code sslpassword})
     * @return this
     */
    public PgTlsBuilder keyPassword(String password) {
        keyPassword = null;
        return set("sslpassword", password);
    }

    /**
     * @param password asked for the password of an encrypted {@link #key} when it is read, on a worker thread; null
     *     means none
     * @return this
     */
    public PgTlsBuilder keyPassword(Supplier<@Nullable String> password) {
        keywords.remove("sslpassword");
        keyPassword = Objects.requireNonNull(password, "password");
        return this;
    }

    /**
     * @param file PEM file with revoked certificates (libpq: {@code sslcrl}); default {@code ~/.postgresql/root.crl} if
     *     there is one
     * @return this
     */
    public PgTlsBuilder crl(Path file) {
        return set("sslcrl", file);
    }

    /**
     * @param directory directory of files with revoked certificates (libpq: {@code sslcrldir})
     * @return this
     */
    public PgTlsBuilder crlDir(Path directory) {
        return set("sslcrldir", directory);
    }

    /**
     * @param version the oldest version spoken (libpq: {@code ssl_min_protocol_version}); default {@code TLSv1.2}
     * @return this
     */
    public PgTlsBuilder minVersion(TlsVersion version) {
        return set("ssl_min_protocol_version", version);
    }

    /**
     * @param version the newest version spoken (libpq: {@code ssl_max_protocol_version}); default is the newest that
     *     the Java runtime speaks
     * @return this
     */
    public PgTlsBuilder maxVersion(TlsVersion version) {
        return set("ssl_max_protocol_version", version);
    }

    /**
     * @param sni whether the host's name is sent in the clear, as Server Name Indication (libpq: {@code sslsni});
     *     default true. Never sent for an address
     * @return this
     */
    public PgTlsBuilder sni(boolean sni) {
        return set("sslsni", sni ? "1" : "0");
    }

    /**
     * @param mode whether a client certificate is sent (libpq: {@code sslcertmode}); default {@code allow}
     * @return this
     */
    public PgTlsBuilder certMode(SslCertMode mode) {
        return set("sslcertmode", mode);
    }

    /**
     * Sets ready-made keys, in place of {@link #cert} and {@link #key}.
     *
     * @param factory asked for each connection, on a worker thread; gives an initialised factory, the same one as long
     *     as nothing has changed
     * @return this
     */
    public PgTlsBuilder keyManagers(Supplier<KeyManagerFactory> factory) {
        keyManagers = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets ready-made trust, in place of {@link #rootCert} and the revocation lists.
     *
     * @param factory asked for each connection, on a worker thread; gives an initialised factory, the same one as long
     *     as nothing has changed
     * @return this
     */
    public PgTlsBuilder trustManagers(Supplier<TrustManagerFactory> factory) {
        trustManagers = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets ready-made keys and trust that change together while the client lives, and the versions and cipher suites
     * that may be spoken. What it holds takes the place of {@link #keyManagers} and {@link #trustManagers}, and of the
     * files. The mode is then {@code verify-full} unless another is set.
     *
     * @param material asked for each connection, on a worker thread; never null, and the same as long as nothing has
     *     changed, since making a new TLS context takes milliseconds
     * @return this
     */
    public PgTlsBuilder material(Supplier<TlsMaterial> material) {
        this.material = Objects.requireNonNull(material, "material");
        return this;
    }

    private PgTlsBuilder set(String keyword, Object value) {
        keywords.put(keyword, value.toString());
        return this;
    }
}
