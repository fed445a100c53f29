package io.pgnative.client.session.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;

/** What binds an authentication to a TLS channel (RFC 5929, section 4). */
public final class ChannelBindings {

    private ChannelBindings() {}

    /**
     * The binding data {@code tls-server-end-point}: the certificate's hash, by the hash function of its signature, or
     * by SHA-256 where that is MD5 or SHA-1.
     *
     * @param certificate the server's
     * @return the hash; empty if the signature has no hash function of its own, as with Ed25519, so that nothing can be
     *     bound
     */
    public static Optional<byte[]> serverEndPoint(X509Certificate certificate) {
        Optional<String> hash = hashOf(certificate);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> hashOf(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.contains("PSS")) {
            return pssHash(certificate);
        }
        int with = algorithm.indexOf("WITH");
        return with < 0 ? Optional.empty() : Optional.of(strong(algorithm.substring(0, with)));
    }

    private static Optional<String> pssHash(X509Certificate certificate) {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            // The default of RFC 4055 is SHA-1.
            return Optional.of("SHA-256");
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            return Optional.of(
                    strong(parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()));
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    /** As Java names it: a certificate says SHA256, a digest is called SHA-256. */
    private static String strong(String hash) {
        return switch (hash.toUpperCase(Locale.ROOT).replace("-", "").replace("/", "")) {
            case "MD5", "SHA1", "SHA", "SHA256" -> "SHA-256";
            case "SHA224" -> "SHA-224";
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> hash;
        };
    }
}
