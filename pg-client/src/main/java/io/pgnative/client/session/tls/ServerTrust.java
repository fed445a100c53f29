package io.pgnative.client.session.tls;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.SslMode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a client takes for its server. Not on an event loop. */
final class ServerTrust {

    private ServerTrust() {}

    /** Whether anything is verified: what {@code require} does depends, as in libpq, on whether there are roots. */
    static boolean verifies(PgOptions.Tls options, @Nullable TrustManagerFactory ready) {
        return switch (options.mode()) {
            case VERIFY_CA, VERIFY_FULL -> true;
            case REQUIRE -> options.rootCert() != null || ready != null;
            default -> false;
        };
    }

    /**
     * Makes it.
     *
     * @param ready takes the place of root certificates; null when there is none
     */
    static TrustManagerFactory of(PgOptions.Tls options, @Nullable TrustManagerFactory ready) {
        if (!verifies(options, ready)) {
            return InsecureTrustManagerFactory.INSTANCE;
        }
        if (ready != null) {
            return ready;
        }
        String rootCert = options.rootCert();
        if (rootCert == null) {
            throw new PgConfigurationException(
                    "sslrootcert",
                    "sslmode=" + options.mode() + " needs root certificates; expected a PEM file or "
                            + PgOptions.Tls.SYSTEM);
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            if (rootCert.equals(PgOptions.Tls.SYSTEM)) {
                requireFull(options.mode());
                factory.init((KeyStore) null);
            } else {
                factory.init(new CertPathTrustManagerParameters(
                        parameters(CertificateFiles.roots(Path.of(rootCert)), revocations(options))));
            }
            return factory;
        } catch (GeneralSecurityException e) {
            throw new PgConfigurationException("sslrootcert", rootCert + " cannot be used", e);
        }
    }

    /** Anyone can have a certificate of a public authority: without the host's name it proves nothing. */
    private static void requireFull(SslMode mode) {
        if (mode != SslMode.VERIFY_FULL) {
            throw new PgConfigurationException(
                    "sslrootcert", PgOptions.Tls.SYSTEM + " needs sslmode=verify-full, not " + mode);
        }
    }

    private static List<CRL> revocations(PgOptions.Tls options) {
        List<CRL> all = new ArrayList<>();
        @Nullable Path file = options.crl();
        if (file != null) {
            all.addAll(CertificateFiles.revocations(file));
        }
        @Nullable Path directory = options.crlDir();
        if (directory != null) {
            all.addAll(CertificateFiles.revocationsIn(directory));
        }
        return all;
    }

    private static PKIXBuilderParameters parameters(KeyStore roots, List<CRL> revocations)
            throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        if (!revocations.isEmpty()) {
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations)));
            // From these lists alone: nothing is asked of the network.
            PKIXRevocationChecker checker =
                    (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
            checker.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.addCertPathChecker(checker);
            parameters.setRevocationEnabled(true);
        }
        return parameters;
    }
}
