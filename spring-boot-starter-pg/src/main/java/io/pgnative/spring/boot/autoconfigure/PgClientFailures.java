package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Tells which property is behind a failure of the client, where it was set, and what to do. Never shows a value. */
class PgClientFailures {

    private static final String PREFIX = "spring.pgnative.";

    private static final Set<String> LOGIN_REFUSED = Set.of("28P01", "28000");

    private static final String NO_SUCH_DATABASE = "3D000";

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("user", "username"),
            Map.entry("servicefile", "service-file"),
            Map.entry("authentication.require-auth", "authentication.require"),
            Map.entry("tls.material", "ssl.bundle"),
            Map.entry("sslmode", "ssl.mode"),
            Map.entry("sslrootcert", "ssl.root-cert"),
            Map.entry("sslcert", "ssl.cert"),
            Map.entry("sslkey", "ssl.key"),
            Map.entry("sslpassword", "ssl.key-password"),
            Map.entry("sslcrl", "ssl.crl"),
            Map.entry("sslcrldir", "ssl.crl-dir"),
            Map.entry("keepalives_idle", "tcp.keepalives-idle"),
            Map.entry("keepalives_interval", "tcp.keepalives-interval"),
            Map.entry("keepalives_count", "tcp.keepalives-count"),
            Map.entry("tcp_user_timeout", "tcp.user-timeout"));

    private final Environment environment;

    PgClientFailures(Environment environment) {
        this.environment = environment;
    }

    /** The client refused an option. Its reason is fit to be shown: the client masks secrets. */
    FailureAnalyzedException invalidOption(PgConfigurationException failure) {
        return invalid(PREFIX + propertyOf(failure.option()), failure.reason(), failure);
    }

    FailureAnalyzedException invalid(String property, String reason) {
        return new FailureAnalyzedException(property + ": " + reason, correct(property));
    }

    private FailureAnalyzedException invalid(String property, String reason, Throwable cause) {
        return new FailureAnalyzedException(property + ": " + reason, correct(property), cause);
    }

    /**
     * No connection could be opened.
     *
     * @param failure why
     * @param options of the client
     * @param byProperties whether the location is told by properties, and not by another connection details bean
     */
    FailureAnalyzedException cannotConnect(Throwable failure, PgOptions options, boolean byProperties) {
        String target = options.hosts().stream().map(PgHost::toString).collect(Collectors.joining(", ")) + "/"
                + options.database();
        String description = "cannot connect to " + target + " as user " + options.user() + ": " + messageOf(failure);
        if (!byProperties) {
            return new FailureAnalyzedException(
                    "PostgreSQL: " + description,
                    "Check the server, and the PgNativeConnectionDetails bean that tells where it is.",
                    failure);
        }
        String property = PREFIX + setProperty(suspect(failure));
        return invalid(property, description, failure);
    }

    private String suspect(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgConfigurationException option) {
                return propertyOf(option.option());
            }
            if (cause instanceof PgServerException server) {
                if (LOGIN_REFUSED.contains(server.sqlState())) {
                    return "password";
                }
                if (server.sqlState().equals(NO_SUCH_DATABASE)) {
                    return "database";
                }
            }
        }
        return "host";
    }

    private String setProperty(String suspect) {
        if (isSet(suspect)) {
            return suspect;
        }
        if (suspect.equals("host") && isSet("hosts")) {
            return "hosts";
        }
        return isSet("dsn") ? "dsn" : suspect;
    }

    private boolean isSet(String property) {
        return SetProperties.contain(environment, PREFIX + property);
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message != null ? message : failure.getClass().getSimpleName();
    }

    /** What the properties are called; what is read when a connection opens is known by its word of libpq. */
    private String propertyOf(String option) {
        if (option.equals("host") && isSet("hosts")) {
            return "hosts";
        }
        if (option.startsWith("tls.") && !PROPERTIES.containsKey(option)) {
            return "ssl." + option.substring("tls.".length());
        }
        return PROPERTIES.getOrDefault(option, option);
    }

    private String correct(String property) {
        String origin = originOf(property);
        return "Correct " + property + (origin != null ? ", which was set by " + origin : "")
                + ", or the PgClientCustomizer bean that replaced it.";
    }

    private @Nullable String originOf(String property) {
        if (!(environment instanceof ConfigurableEnvironment configurable)
                || !ConfigurationPropertyName.isValid(property)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source :
                ConfigurationPropertySources.from(configurable.getPropertySources())) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return found.getOrigin() == null ? null : found.getOrigin().toString();
            }
        }
        return null;
    }
}
