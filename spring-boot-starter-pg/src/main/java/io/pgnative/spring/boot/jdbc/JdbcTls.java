package io.pgnative.spring.boot.jdbc;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.TlsMaterial;
import io.pgnative.client.TlsVersion;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The TLS of a client that verifies its server, for sockets that block. */
final class JdbcTls {

    private final PgOptions.Tls options;

    JdbcTls(PgOptions.Tls options) {
        this.options = options;
    }

    /** Whether anything is verified: what {@code require} does depends on whether there are roots. */
    static boolean verifies(PgOptions.Tls options) {
        return switch (options.mode()) {
            case VERIFY_CA, VERIFY_FULL -> true;
            case REQUIRE -> options.rootCert() != null || options.trustManagers() != null || options.material() != null;
            default -> false;
        };
    }

    /** Refuses what cannot be had on this way. */
    void check() {
        if (options.crl() != null || options.crlDir() != null) {
            throw new PgConfigurationException(
                    options.crl() != null ? "tls.crl" : "tls.crl-dir", "revoked certificates are not known to JDBC");
        }
        if (options.certMode() == SslCertMode.REQUIRE) {
            throw new PgConfigurationException("tls.cert-mode", "require is not known to JDBC");
        }
    }

    SSLSocketFactory socketFactory() {
        Supplier<TlsMaterial> supplier = options.material();
        TlsMaterial material = supplier == null ? null : supplier.get();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(material), trust(material), null);
            return new TunedSslSocketFactory(context.getSocketFactory(), parameters(material), options.sni());
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException("TLS cannot be set up for JDBC", ex);
        }
    }

    private SSLParameters parameters(@Nullable TlsMaterial material) {
        List<String> versions = new ArrayList<>();
        TlsVersion newest = options.maxVersion();
        for (TlsVersion version : TlsVersion.values()) {
            if (version.compareTo(options.minVersion()) >= 0 && (newest == null || version.compareTo(newest) <= 0)) {
                versions.add(version.toString());
            }
        }
        if (material != null && material.protocols() != null) {
            versions.retainAll(material.protocols());
        }
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(versions.toArray(String[]::new));
        if (material != null && material.cipherSuites() != null) {
            parameters.setCipherSuites(material.cipherSuites().toArray(String[]::new));
        }
        return parameters;
    }

    private KeyManager @Nullable [] keys(@Nullable TlsMaterial material) {
        Path key = options.key();
        if (options.certMode() == SslCertMode.DISABLE) {
            return null;
        }
        if (material != null && material.keyManagers() != null) {
            return material.keyManagers().getKeyManagers();
        }
        if (options.keyManagers() != null) {
            return options.keyManagers().get().getKeyManagers();
        }
        if (key == null) {
            return null;
        }
        Supplier<String> supplier = options.keyPassword();
        String password = supplier == null ? null : supplier.get();
        String name = key.toString().toLowerCase(Locale.ROOT);
        SslStoreBundle stores = name.endsWith(".p12") || name.endsWith(".pfx")
                ? new JksSslStoreBundle(new JksSslStoreDetails("PKCS12", null, location(key), password), null)
                : new PemSslStoreBundle(pemKey(key, password), null);
        return SslBundle.of(stores).getManagers().getKeyManagers();
    }

    private @Nullable PemSslStore pemKey(Path key, @Nullable String password) {
        Path certificate = options.cert();
        if (certificate == null) {
            throw new PgConfigurationException("tls.key", key + " is the key of a certificate, but none is named");
        }
        return PemSslStore.load(new PemSslStoreDetails(null, location(certificate), location(key), password));
    }

    private TrustManager @Nullable [] trust(@Nullable TlsMaterial material) {
        if (material != null && material.trustManagers() != null) {
            return material.trustManagers().getTrustManagers();
        }
        if (options.trustManagers() != null) {
            return options.trustManagers().get().getTrustManagers();
        }
        String roots = options.rootCert();
        if (roots == null || roots.equals(PgOptions.Tls.SYSTEM)) {
            return null;
        }
        SslStoreBundle stores = new PemSslStoreBundle(
                null, PemSslStore.load(PemSslStoreDetails.forCertificate(location(Path.of(roots)))));
        return SslBundle.of(stores).getManagers().getTrustManagers();
    }

    private static String location(Path file) {
        return file.toUri().toString();
    }

    /** The word of the JDBC driver. */
    String mode() {
        return verifies(options) && options.mode() == SslMode.REQUIRE
                ? SslMode.VERIFY_CA.toString()
                : options.mode().toString();
    }
}
