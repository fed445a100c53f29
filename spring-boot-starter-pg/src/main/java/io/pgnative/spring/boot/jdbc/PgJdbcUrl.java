package io.pgnative.spring.boot.jdbc;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.TargetSessionAttributes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in a URL of the PostgreSQL JDBC driver how a client connects. It holds no secret. */
final class PgJdbcUrl {

    /** Parameters that the driver sets itself, since it relies on them. */
    private static final Set<String> OF_DRIVER =
            Set.of("application_name", "client_encoding", "datestyle", "extra_float_digits", "timezone");

    private final PgOptions options;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private PgJdbcUrl(PgOptions options) {
        this.options = options;
    }

    /**
     * Makes it.
     *
     * @param tlsId stands for the TLS of the client, see {@link PgJdbcSslSocketFactory}
     * @throws PgConfigurationException if something that matters cannot be told
     */
    static String of(PgOptions options, String tlsId) {
        PgJdbcUrl url = new PgJdbcUrl(options);
        url.servers();
        url.tls(tlsId);
        url.authentication();
        url.session();
        return "jdbc:postgresql://"
                + options.hosts().stream().map(url::place).collect(Collectors.joining(",")) + "/"
                + encoded(options.database())
                + url.parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String place(PgHost host) {
        if (host.isUnixSocket()) {
            throw new PgConfigurationException("host", "JDBC does not connect by Unix sockets");
        }
        String address = host.hostaddr();
        if (address == null || address.equals(host.name())) {
            return host.toString();
        }
        if (options.tls().mode() == SslMode.VERIFY_FULL) {
            throw new PgConfigurationException(
                    "host", "JDBC cannot connect to an address and verify the name of a host");
        }
        return new PgHost(address, host.port()).toString();
    }

    private void servers() {
        TargetSessionAttributes wanted = options.targetSessionAttributes();
        if (wanted != TargetSessionAttributes.ANY) {
            parameters.put(
                    "targetServerType",
                    switch (wanted) {
                        case PRIMARY, READ_WRITE -> "primary";
                        case STANDBY, READ_ONLY -> "secondary";
                        case PREFER_PRIMARY -> "preferPrimary";
                        case PREFER_STANDBY -> "preferSecondary";
                        case ANY -> "any";
                    });
        }
        if (options.loadBalanceHosts() == LoadBalanceHosts.RANDOM) {
            parameters.put("loadBalanceHosts", "true");
        }
        parameters.put("connectTimeout", seconds(options.connectTimeout()));
        parameters.put("tcpKeepAlive", String.valueOf(options.tcp().keepalives()));
    }

    /** At least one, since zero would be for ever. */
    private static String seconds(Duration timeout) {
        return String.valueOf(Math.max(1, timeout.plusMillis(999).toSeconds()));
    }

    private void tls(String tlsId) {
        PgOptions.Tls tls = options.tls();
        JdbcTls jdbc = new JdbcTls(tls);
        parameters.put("sslmode", jdbc.mode());
        parameters.put("gssEncMode", "disable");
        if (tls.negotiation() == SslNegotiation.DIRECT) {
            parameters.put("sslNegotiation", "direct");
        }
        if (JdbcTls.verifies(tls)) {
            jdbc.check();
            parameters.put("sslfactory", PgJdbcSslSocketFactory.class.getName());
            parameters.put("sslfactoryarg", tlsId);
        } else if (tls.mode() != SslMode.DISABLE && tls.key() != null) {
            unverifiedKey(tls);
        }
    }

    private void unverifiedKey(PgOptions.Tls tls) {
        if (tls.keyPassword() != null) {
            throw new PgConfigurationException(
                    "tls.key-password",
                    "JDBC is told the password of a key only together with a server that is verified, as by"
                            + " ssl.mode=verify-full");
        }
        parameters.put("sslkey", String.valueOf(tls.key()));
        if (tls.cert() != null) {
            parameters.put("sslcert", String.valueOf(tls.cert()));
        }
    }

    private void authentication() {
        PgOptions.Authentication authentication = options.authentication();
        ChannelBinding binding = authentication.channelBinding();
        if (binding != ChannelBinding.PREFER) {
            parameters.put("channelBinding", binding.toString());
        }
        Set<AuthenticationMethod> allowed = authentication.requireAuth();
        if (!allowed.containsAll(Arrays.asList(AuthenticationMethod.values()))) {
            parameters.put(
                    "requireAuth",
                    allowed.stream()
                            .filter(method -> method != AuthenticationMethod.OAUTH)
                            .map(AuthenticationMethod::toString)
                            .sorted()
                            .collect(Collectors.joining(",")));
        }
        if (authentication.gss().configured()) {
            parameters.put("kerberosServerName", authentication.gss().serviceName());
        }
    }

    private void session() {
        String name = options.parameters().get("application_name");
        if (name != null) {
            parameters.put("ApplicationName", name);
        }
        String others = options.parameters().entrySet().stream()
                .filter(entry -> !OF_DRIVER.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .map(entry -> "-c " + entry.getKey() + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining(" "));
        if (!others.isEmpty()) {
            parameters.put("options", others);
        }
        if (options.poolerMode() == PoolerMode.TRANSACTION) {
            parameters.put("prepareThreshold", "0");
        }
    }

    /** As a server splits its command line. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace(" ", "\\ ");
    }
}
