package io.pgnative.client.session.tls;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.SslCertMode;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * How well a connection is protected, as far as authentication depends on it.
 *
 * @param encrypted whether TLS is spoken
 * @param verified whether a root certificate vouches for the server, so that secrets can be told to it
 * @param fallback whether TLS was wanted, but given up because the server would not have it
 * @param serverCertificate what authentication can be bound to; null without TLS
 */
public record ChannelSecurity(
        boolean encrypted,
        boolean verified,
        boolean fallback,
        @Nullable X509Certificate serverCertificate) {

    /** Without TLS, as was asked for. */
    public static final ChannelSecurity PLAIN = new ChannelSecurity(false, false, false, null);

    /** Without TLS, though it would have been liked. */
    public static final ChannelSecurity FALLEN_BACK = new ChannelSecurity(false, false, true, null);

    /**
     * Refuses a connection on which no server can ask for a client certificate, if it has to.
     *
     * @param mode whether one is sent
     */
    public void requireCertificate(SslCertMode mode) {
        if (mode == SslCertMode.REQUIRE && !encrypted) {
            throw new PgConnectException("sslcertmode=require needs TLS, and this connection has none");
        }
    }
}
