package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.TlsVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Configuration properties of TLS. What is not set is left to the DSN, the service file and the environment. */
public class PgNativeSslProperties {

    /**
     * Whether TLS is needed: if so the server is verified, unless 'mode' says less, by the runtime's root certificates
     * if there are no others; if not, none is spoken, whatever else is set. Defaults to true with 'bundle', and is left
     * to 'mode' without.
     */
    private @Nullable Boolean enabled;

    /**
     * Name of the SSL bundle with certificates, key, versions of TLS and cipher suites. Cannot be combined with files.
     */
    private @Nullable String bundle;

    /**
     * Whether the bundle is used anew when it is updated: at once for new connections, while open ones are closed when
     * they are next idle.
     */
    private boolean reload = true;

    /**
     * Whether TLS is spoken and what is verified. Defaults to 'prefer', and with a bundle or the root certificate
     * 'system' to 'verify-full'.
     */
    private @Nullable SslMode mode;

    /** How TLS begins. Defaults to 'postgres'. */
    private @Nullable SslNegotiation negotiation;

    /**
     * PEM file with the root certificates that may vouch for a server, or 'system' for those of the Java runtime.
     * Defaults to '~/.postgresql/root.crt' if there is one.
     */
    private @Nullable String rootCert;

    /**
     * PEM file with the client certificate and its chain. Defaults to '~/.postgresql/postgresql.crt' if there is one.
     */
    private @Nullable Path cert;

    /**
     * File with the private key of the client certificate. Defaults to '~/.postgresql/postgresql.key' if there is one.
     */
    private @Nullable Path key;

    /** Password of an encrypted private key. */
    private @Nullable String keyPassword;

    /** PEM file with revoked certificates. Defaults to '~/.postgresql/root.crl' if there is one. */
    private @Nullable Path crl;

    /** Directory of files with revoked certificates. */
    private @Nullable Path crlDir;

    /** Oldest version of TLS spoken. Defaults to 'TLSv1.2'. */
    private @Nullable TlsVersion minVersion;

    /** Newest version of TLS spoken. Defaults to the newest of the Java runtime. */
    private @Nullable TlsVersion maxVersion;

    /** Whether the server's name is sent in the clear (Server Name Indication). Defaults to true. */
    private @Nullable Boolean sni;

    /** Whether a client certificate is sent. Defaults to 'allow'. */
    private @Nullable SslCertMode certMode;

    public @Nullable Boolean getEnabled() {
        return enabled;
    }

    public void setEnabled(@Nullable Boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getBundle() {
        return bundle;
    }

    public void setBundle(@Nullable String bundle) {
        this.bundle = bundle;
    }

    public boolean isReload() {
        return reload;
    }

    public void setReload(boolean reload) {
        this.reload = reload;
    }

    public @Nullable SslMode getMode() {
        return mode;
    }

    public void setMode(@Nullable SslMode mode) {
        this.mode = mode;
    }

    public @Nullable SslNegotiation getNegotiation() {
        return negotiation;
    }

    public void setNegotiation(@Nullable SslNegotiation negotiation) {
        this.negotiation = negotiation;
    }

    public @Nullable String getRootCert() {
        return rootCert;
    }

    public void setRootCert(@Nullable String rootCert) {
        this.rootCert = rootCert;
    }

    public @Nullable Path getCert() {
        return cert;
    }

    public void setCert(@Nullable Path cert) {
        this.cert = cert;
    }

    public @Nullable Path getKey() {
        return key;
    }

    public void setKey(@Nullable Path key) {
        this.key = key;
    }

    public @Nullable String getKeyPassword() {
        return keyPassword;
    }

    public void setKeyPassword(@Nullable String keyPassword) {
        this.keyPassword = keyPassword;
    }

    public @Nullable Path getCrl() {
        return crl;
    }

    public void setCrl(@Nullable Path crl) {
        this.crl = crl;
    }

    public @Nullable Path getCrlDir() {
        return crlDir;
    }

    public void setCrlDir(@Nullable Path crlDir) {
        this.crlDir = crlDir;
    }

    public @Nullable TlsVersion getMinVersion() {
        return minVersion;
    }

    public void setMinVersion(@Nullable TlsVersion minVersion) {
        this.minVersion = minVersion;
    }

    public @Nullable TlsVersion getMaxVersion() {
        return maxVersion;
    }

    public void setMaxVersion(@Nullable TlsVersion maxVersion) {
        this.maxVersion = maxVersion;
    }

    public @Nullable Boolean getSni() {
        return sni;
    }

    public void setSni(@Nullable Boolean sni) {
        this.sni = sni;
    }

    public @Nullable SslCertMode getCertMode() {
        return certMode;
    }

    public void setCertMode(@Nullable SslCertMode certMode) {
        this.certMode = certMode;
    }
}
