package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgAuthenticationBuilder;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgTcpBuilder;
import io.pgnative.client.PgTlsBuilder;
import java.nio.file.Path;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;

/** Tells the client how to connect, wherever the server is. What is not set is left to the client's other sources. */
final class ConnectionProperties {

    private ConnectionProperties() {}

    static void apply(PgNativeProperties properties, PgClientBuilder builder) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::isEnvironment).to(value -> builder.environment(value));
        map.from(properties::getTargetSessionAttributes).to(value -> builder.targetSessionAttributes(value));
        map.from(properties::getLoadBalanceHosts).to(value -> builder.loadBalanceHosts(value));
        map.from(properties::getConnectTimeout).to(value -> builder.connectTimeout(value));
        map.from(properties::getHostTimeout).to(value -> builder.hostTimeout(value));
        map.from(properties::getMinProtocolVersion).whenHasText().to(value -> builder.minProtocolVersion(value));
        map.from(properties::getMaxProtocolVersion).whenHasText().to(value -> builder.maxProtocolVersion(value));
        builder.tcp(tcp -> apply(properties.getTcp(), tcp));
        builder.tls(tls -> apply(properties.getSsl(), tls));
        builder.authentication(authentication -> apply(properties.getAuthentication(), authentication));
    }

    private static void apply(PgNativeTcpProperties properties, PgTcpBuilder tcp) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getKeepalives).to(value -> tcp.keepalives(value));
        map.from(properties::getKeepalivesIdle).to(value -> tcp.keepalivesIdle(value));
        map.from(properties::getKeepalivesInterval).to(value -> tcp.keepalivesInterval(value));
        map.from(properties::getKeepalivesCount).to(value -> tcp.keepalivesCount(value));
        map.from(properties::getUserTimeout).to(value -> tcp.userTimeout(value));
    }

    private static void apply(PgNativeSslProperties properties, PgTlsBuilder tls) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getMode).to(value -> tls.mode(value));
        map.from(properties::getNegotiation).to(value -> tls.negotiation(value));
        map.from(properties::getRootCert).whenHasText().to(value -> rootCert(value, tls));
        map.from(properties::getCert).to(value -> tls.cert(value));
        map.from(properties::getKey).to(value -> tls.key(value));
        map.from(properties::getKeyPassword).when(StringUtils::hasLength).to(value -> tls.keyPassword(value));
        map.from(properties::getCrl).to(value -> tls.crl(value));
        map.from(properties::getCrlDir).to(value -> tls.crlDir(value));
        map.from(properties::getMinVersion).to(value -> tls.minVersion(value));
        map.from(properties::getMaxVersion).to(value -> tls.maxVersion(value));
        map.from(properties::getSni).to(value -> tls.sni(value));
        map.from(properties::getCertMode).to(value -> tls.certMode(value));
    }

    private static void rootCert(String value, PgTlsBuilder tls) {
        if (value.equals(PgOptions.Tls.SYSTEM)) {
            tls.systemRootCert();
        } else {
            tls.rootCert(Path.of(value));
        }
    }

    private static void apply(PgNativeAuthenticationProperties properties, PgAuthenticationBuilder authentication) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getRequire)
                .when(methods -> !methods.isEmpty())
                .to(methods -> authentication.requireAuth(String.join(",", methods)));
        map.from(properties::getChannelBinding).to(value -> authentication.channelBinding(value));
        map.from(properties::isCleartextUnverified).to(value -> authentication.cleartextUnverified(value));
        map.from(properties::isMd5Unverified).to(value -> authentication.md5Unverified(value));
        map.from(properties::getKrbsrvname).whenHasText().to(value -> authentication.krbsrvname(value));
        map.from(properties::getGssDelegation).to(value -> authentication.gssDelegation(value));
    }
}
