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
import io.pgnative.client.TlsVersion;
import java.net.IDN;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes the TLS of single connections, all by the same options and the same files. Immutable. */
public final class TlsContext {

    /** The name of PostgreSQL's protocol in ALPN. */
    static final String PROTOCOL = "postgresql";

    private final SslContext context;
    private final PgOptions.Tls options;
    private final boolean verified;

    private TlsContext(SslContext context, PgOptions.Tls options) {
        this.context = context;
        this.options = options;
        this.verified = ServerTrust.verifies(options);
    }

    /** Reads the files. Not on an event loop. */
    static TlsContext of(PgOptions.Tls options) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(ServerTrust.of(options))
                .protocols(versions(options.minVersion(), options.maxVersion()))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        PROTOCOL))
                .endpointIdentificationAlgorithm(options.mode() == SslMode.VERIFY_FULL ? "HTTPS" : null);
        if (options.certMode() != SslCertMode.DISABLE) {
            ClientIdentity.addTo(builder, options);
        }
        try {
            return new TlsContext(builder.build(), options);
        } catch (SSLException e) {
            throw new PgConfigurationException("sslmode", "TLS cannot be set up by these options", e);
        }
    }

    private static List<String> versions(TlsVersion min, @Nullable TlsVersion max) {
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
        return versions;
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
