package io.pgnative.client.session.tls;

import io.pgnative.client.PgConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads certificates and lists of revoked ones, in PEM or DER. Not on an event loop. */
final class CertificateFiles {

    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN [A-Z0-9 ]*CERTIFICATE-----.*?-----END [A-Z0-9 ]*CERTIFICATE-----", Pattern.DOTALL);

    private CertificateFiles() {}

    /** The certificates of a file as trusted roots. */
    static KeyStore roots(Path file) {
        byte[] content = read("sslrootcert", file);
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
            if (certificates.isEmpty()) {
                throw unreadable("sslrootcert", file, "holds no certificate; expected PEM", null);
            }
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                roots.setCertificateEntry("root-" + number++, certificate);
            }
            return roots;
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable("sslrootcert", file, "holds no readable certificate; expected PEM", e);
        }
    }

    /** A client's certificate, which comes first, and those that vouch for it. */
    static X509Certificate[] chain(Path file) {
        byte[] content = read("sslcert", file);
        try {
            X509Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(onlyCertificates(content)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (chain.length == 0) {
                throw unreadable("sslcert", file, "holds no certificate; expected PEM", null);
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw unreadable("sslcert", file, "holds no readable certificate; expected PEM", e);
        }
    }

    /** A file may hold the key, too, which the Java runtime would take for a certificate that it cannot read. */
    private static byte[] onlyCertificates(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String certificates =
                CERTIFICATE.matcher(text).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        return certificates.isEmpty() ? content : certificates.getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<CRL> revocations(Path file) {
        return List.copyOf(parse("sslcrl", file));
    }

    static List<CRL> revocationsIn(Path directory) {
        List<CRL> all = new ArrayList<>();
        for (Path file : filesIn(directory)) {
            all.addAll(parse("sslcrldir", file));
        }
        return all;
    }

    static List<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw unreadable("sslcrldir", directory, "cannot be listed", e);
        }
    }

    private static Collection<? extends CRL> parse(String option, Path file) {
        byte[] content = read(option, file);
        try {
            Collection<? extends CRL> lists =
                    CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(content));
            if (lists.isEmpty()) {
                throw unreadable(option, file, "holds no list of revoked certificates; expected PEM", null);
            }
            return lists;
        } catch (GeneralSecurityException e) {
            throw unreadable(option, file, "holds no readable list of revoked certificates; expected PEM", e);
        }
    }

    static byte[] read(String option, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(option, file, Files.exists(file) ? "cannot be read" : "does not exist", e);
        }
    }

    static PgConfigurationException unreadable(String option, Path file, String what, @Nullable Exception cause) {
        return new PgConfigurationException(option, file + " " + what, cause);
    }
}
