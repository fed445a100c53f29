package io.pgnative.client.session.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.TlsMaterial;
import io.pgnative.client.TlsVersion;
import java.net.IDN;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes the TLS of single connections, all by the same options and the same files. Immutable. */
public final class TlsContext {

    /** The name of PostgreSQL's protocol in ALPN. */
    static final String PROTOCOL = "postgresql";

    private static final String MATERIAL = "tls.material";

    private final SslContext context;
    private final PgOptions.Tls options;
    private final boolean verified;

    private TlsContext(SslContext context, PgOptions.Tls options, boolean verified) {
        this.context = context;
        this.options = options;
        this.verified = verified;
    }

    /**
     * Reads the files. Not on an event loop.
     *
     * @param given takes the place of what the options name, as far as it holds it
     */
    static TlsContext of(PgOptions.Tls options, TlsMaterial given) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(ServerTrust.of(options, given.trustManagers()))
                .protocols(versions(options.minVersion(), options.maxVersion(), given.protocols()))
                .ciphers(cipherSuites(given.cipherSuites()))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        PROTOCOL))
                .endpointIdentificationAlgorithm(options.mode() == SslMode.VERIFY_FULL ? "HTTPS" : null);
        if (options.certMode() != SslCertMode.DISABLE) {
            ClientIdentity.addTo(builder, options, given.keyManagers());
        }
        try {
            return new TlsContext(builder.build(), options, ServerTrust.verifies(options, given.trustManagers()));
        } catch (SSLException e) {
            throw new PgConfigurationException("sslmode", "TLS cannot be set up by these options", e);
        }
    }

    private static List<String> versions(TlsVersion min, @Nullable TlsVersion max, @Nullable List<String> enabled) {
        List<String> versions = new ArrayList<>();
        for (TlsVersion version : TlsVersion.values()) {
            if (version.compareTo(min) >= 0 && (max == null || version.compareTo(max) <= 0)) {
                versions.add(version.toString());
            }
        }
        if (versions.isEmpty()) {
            throw new PgConfigurationException(
                    "ssl_min_protocol_version", min + " is above ssl_max_protocol_version, which is " + max);
        }
        if (enabled != null) {
            String between = String.join(", ", versions);
            versions.retainAll(enabled);
            if (versions.isEmpty()) {
                throw new PgConfigurationException(
                        MATERIAL,
                        "enables " + String.join(", ", enabled) + ", but none of " + between
                                + ", which the oldest and the newest version allow");
            }
        }
        return versions;
    }

    /**
     * Null is what the Java runtime enables. A name that it does not know would be found in the first handshake only.
     */
    private static @Nullable List<String> cipherSuites(@Nullable List<String> named) {
        if (named != null) {
            Set<String> supported = supportedCipherSuites();
            for (String name : named) {
                if (!supported.contains(name)) {
                    throw new PgConfigurationException(
                            MATERIAL, "the cipher suite " + name + " is not known to this Java runtime");
                }
            }
        }
        return named;
    }

    private static Set<String> supportedCipherSuites() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new PgConfigurationException(MATERIAL, "the Java runtime has no TLS of its own", e);
        }
    }

    boolean isVerified() {
        return verified;
    }

    /** Whether a certificate that has been verified names the host, where that has to be. */
    boolean accepts(X509Certificate certificate, String host) {
        return options.mode() != SslMode.VERIFY_FULL || WholeLabels.name(certificate, ascii(host));
    }

    PgOptions.Tls options() {
        return options;
    }

    /**
     * Makes the TLS of one connection.
     *
     * @param host as configured, which may differ from the address connected to
     * @param port distinguishes servers whose TLS sessions are kept apart
     */
    SslHandler handler(ByteBufAllocator allocator, String host, int port) {
        boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        String name = literal ? host : ascii(host);
        SslHandler handler = context.newHandler(allocator, name, port);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(options.sni() && !literal ? List.of(new SNIHostName(name)) : List.of());
        handler.engine().setSSLParameters(parameters);
        // The whole opening of a connection has a limit, which this is part of.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(1_000);
        return handler;
    }

    private static String ascii(String host) {
        try {
            String name = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (IllegalArgumentException e) {
            throw new PgConfigurationException("host", "\"" + host + "\" is no host name that TLS could verify", e);
        }
    }
}
