package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.util.Map;

/** What the program says. Its options have names of their own. */
final class ExplicitOrigin implements Origin {

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("dbname", "database"),
            Map.entry("target_session_attrs", "target-session-attributes"),
            Map.entry("load_balance_hosts", "load-balance-hosts"),
            Map.entry("sslmode", "tls.mode"),
            Map.entry("sslnegotiation", "tls.negotiation"),
            Map.entry("sslrootcert", "tls.root-cert"),
            Map.entry("sslcert", "tls.cert"),
            Map.entry("sslkey", "tls.key"),
            Map.entry("sslpassword", "tls.key-password"),
            Map.entry("sslcrl", "tls.crl"),
            Map.entry("sslcrldir", "tls.crl-dir"),
            Map.entry("ssl_min_protocol_version", "tls.min-version"),
            Map.entry("ssl_max_protocol_version", "tls.max-version"),
            Map.entry("sslsni", "tls.sni"),
            Map.entry("sslcertmode", "tls.cert-mode"),
            Map.entry("min_protocol_version", "min-protocol-version"),
            Map.entry("max_protocol_version", "max-protocol-version"),
            Map.entry("keepalives", "tcp.keepalives"),
            Map.entry("keepalives_idle", "tcp.keepalives-idle"),
            Map.entry("keepalives_interval", "tcp.keepalives-interval"),
            Map.entry("keepalives_count", "tcp.keepalives-count"),
            Map.entry("tcp_user_timeout", "tcp.user-timeout"),
            Map.entry("require_auth", "authentication.require-auth"),
            Map.entry("channel_binding", "authentication.channel-binding"));

    @Override
    public PgConfigurationException invalid(String keyword, String reason) {
        return new PgConfigurationException(OPTIONS.getOrDefault(keyword, keyword), reason);
    }

    @Override
    public String shown(String value) {
        return " \"" + value + "\"";
    }

    @Override
    public String toString() {
        return "the program";
    }
}
