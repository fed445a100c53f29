package io.pgnative.client.session.auth;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.session.tls.ChannelBindings;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of the two mechanisms, and what the client tells of channel binding (RFC 5802, section 6).
 *
 * @param mechanism to be named to the server
 * @param data the binding data; null if the client cannot or may not bind. A client that has it without naming the
 *     mechanism that uses it tells so, and a server that had offered that one knows that its offer was tampered with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScramBinding(String mechanism, byte @Nullable [] data) {

    static final String TYPE = "tls-server-end-point";

    private static final String BARE = "SCRAM-SHA-256";
    private static final String PLUS = "SCRAM-SHA-256-PLUS";

    static boolean isAmong(List<String> mechanisms) {
        return mechanisms.contains(BARE) || mechanisms.contains(PLUS);
    }

    /** Chooses by what the server offers, what the options want and what the certificate gives. */
    static ScramBinding choose(List<String> mechanisms, LoginPolicy policy) {
        Optional<byte[]> binding = policy.wantsBinding() ? data(policy) : Optional.empty();
        if (binding.isPresent() && mechanisms.contains(PLUS)) {
            return new ScramBinding(PLUS, binding.get());
        }
        if (policy.requiresBinding() && mechanisms.contains(PLUS)) {
            throw new PgConnectException("channel_binding=require cannot be met: the signature of the server's"
                    + " certificate has no hash function to bind by (tls-server-end-point)");
        }
        if (!mechanisms.contains(BARE)) {
            throw new PgConnectException(
                    mechanisms.contains(PLUS)
                            ? "the server offers " + PLUS + " alone, which needs TLS, a certificate to bind to and"
                                    + " channel_binding other than disable"
                            : "the server offers none of the SASL mechanisms that this client speaks; it speaks " + BARE
                                    + ", " + PLUS + " and " + OAuthBearer.MECHANISM);
        }
        return new ScramBinding(BARE, binding.orElse(null));
    }

    private static Optional<byte[]> data(LoginPolicy policy) {
        X509Certificate certificate = policy.security().serverCertificate();
        return certificate == null ? Optional.empty() : ChannelBindings.serverEndPoint(certificate);
    }

    boolean isBound() {
        return mechanism.equals(PLUS);
    }

    @Override
    public String toString() {
        return mechanism;
    }
}
