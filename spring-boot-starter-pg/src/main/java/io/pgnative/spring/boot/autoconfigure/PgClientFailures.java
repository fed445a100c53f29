package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Tells which property is behind a failure of a client, where it was set, and what to do. Never shows a value. */
class PgClientFailures {

    /** Where the properties of the default client are. */
    static final String DEFAULT_PREFIX = "spring.pgnative";

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

    /** What a server's refusal is about: the login, the database, the number of connections, the protocol. */
    private static final Map<String, String> BY_STATE = Map.of(
            "28P01", "password",
            "28000", "password",
            "3D000", "database",
            "53300", "pool.max-size",
            "42704", "parameters",
            "22023", "parameters");

    /** Words of the client's own messages, by what they are about; the first that is there counts. */
    private static final List<Map.Entry<String, String>> BY_WORD = List.of(
            Map.entry("min_protocol_version", "min-protocol-version"),
            Map.entry("unsupported frontend protocol", "max-protocol-version"),
            Map.entry("require_auth", "authentication.require"),
            Map.entry("channel_binding", "authentication.channel-binding"),
            Map.entry("target_session_attrs", "target-session-attributes"),
            Map.entry("password, but none is configured", "password"),
            Map.entry("init-sql: ", "init-sql"));

    private final Environment environment;
    private final String prefix;

    PgClientFailures(Environment environment) {
        this(environment, DEFAULT_PREFIX);
    }

    /**
     * Tells of one client.
     *
     * @param environment where properties may have come from
     * @param prefix of the client's properties, without a dot at its end
     */
    PgClientFailures(Environment environment, String prefix) {
        this.environment = environment;
        this.prefix = prefix + ".";
    }

    /** A property by its whole name. */
    String nameOf(String property) {
        return prefix + property;
    }

    /** The client refused an option. Its reason is fit to be shown: the client masks secrets. */
    PgStartupException invalidOption(PgConfigurationException failure) {
        return invalid(propertyOf(failure.option()), failure.reason(), failure);
    }

    /**
     * A property has a value that cannot be used.
     *
     * @param property its name, without the prefix
     * @param reason what is wrong, and what is expected
     */
    PgStartupException invalid(String property, String reason) {
        return new PgStartupException(prefix + property + ": " + reason, correct(prefix + property));
    }

    private PgStartupException invalid(String property, String reason, Throwable cause) {
        return new PgStartupException(prefix + property + ": " + reason, correct(prefix + property), cause);
    }

    /**
     * No connection could be opened.
     *
     * @param failure why
     * @param options of the client
     * @param byProperties whether the location is told by properties, and not by another connection details bean
     */
    PgStartupException cannotConnect(Throwable failure, PgOptions options, boolean byProperties) {
        String target = options.hosts().stream().map(PgHost::toString).collect(Collectors.joining(", ")) + "/"
                + options.database();
        String description = "cannot connect to " + target + " as user " + options.user() + ": " + messageOf(failure);
        String suspect = suspect(failure);
        if (suspect.equals("pool.max-size")) {
            return new PgStartupException(
                    prefix + suspect + ": " + description,
                    "Lower " + prefix + suspect + " (it is " + options.pool().maxSize()
                            + ") of this and the other applications that use the server, or raise max_connections of the"
                            + " server.",
                    failure);
        }
        if (!byProperties) {
            return new PgStartupException(
                    "PostgreSQL: " + description,
                    "Check the server, and the PgNativeConnectionDetails bean that tells where it is.",
                    failure);
        }
        return invalid(setProperty(suspect), description, failure);
    }

    private String suspect(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgConfigurationException option) {
                return propertyOf(option.option());
            }
            if (cause instanceof PgServerException server && BY_STATE.containsKey(server.sqlState())) {
                String property = BY_STATE.get(server.sqlState());
                return property.equals("parameters") ? parameterOf(messageOf(server)) : property;
            }
            String message = messageOf(cause);
            for (Map.Entry<String, String> word : BY_WORD) {
                if (message.contains(word.getKey())) {
                    return word.getValue();
                }
            }
        }
        return "host";
    }

    /** The server names the parameter that it does not know, or whose value it does not take, between quotes. */
    private String parameterOf(String message) {
        for (Map.Entry<String, String> known : ServerParameters.PROPERTIES.entrySet()) {
            if (message.contains('"' + known.getKey() + '"') && isSet(known.getValue())) {
                return known.getValue();
            }
        }
        return "parameters";
    }

    /** What was not set by its own property has come from the DSN, if there is one. */
    private String setProperty(String suspect) {
        if (isSet(suspect) || suspect.equals("parameters")) {
            return suspect;
        }
        if (suspect.equals("host") && isSet("hosts")) {
            return "hosts";
        }
        return isSet("dsn") ? "dsn" : suspect;
    }

    private boolean isSet(String property) {
        return ConfigurationPropertyName.isValid(prefix + property)
                && SetProperties.contain(environment, prefix + property);
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
