package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.Map;
import java.util.Set;
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

    /** What a connection details bean tells in place of properties. */
    private static final Set<String> OF_DETAILS =
            Set.of("host", "hosts", "database", "username", "password", "ssl.bundle");

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
     * JDBC cannot be told of an option.
     *
     * @param otherwise what else can be done than to change the option
     */
    PgStartupException notForJdbc(PgConfigurationException failure, String otherwise) {
        return invalid(propertyOf(failure.option()), failure.reason() + "; " + otherwise, failure);
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
        String description =
                "cannot connect to " + target + " as user " + options.user() + ": " + ConnectSuspect.messageOf(failure);
        String suspect = ConnectSuspect.of(failure, options, this::isSet);
        if (suspect == null) {
            return new PgStartupException(
                    "PostgreSQL: " + description,
                    "Check the server, and what the application gives its clients by beans of its own: no property of "
                            + prefix + "* is known to be behind it.",
                    failure);
        }
        if (suspect.equals(ConnectSuspect.MAX_SIZE)) {
            return new PgStartupException(
                    prefix + suspect + ": " + description,
                    "Lower " + prefix + suspect + " (it is " + options.pool().maxSize()
                            + ") of this and the other applications that use the server, or raise max_connections of the"
                            + " server.",
                    failure);
        }
        if (suspect.equals(ConnectSuspect.STARTUP_TIMEOUT)) {
            return new PgStartupException(
                    prefix + suspect + ": " + description,
                    "Raise " + prefix + suspect + ", so that the start waits for the server, or start when the server"
                            + " takes connections.",
                    failure);
        }
        String property = propertyOf(suspect);
        if (byProperties) {
            return invalid(setProperty(property), description, failure);
        }
        if (OF_DETAILS.contains(property)) {
            return new PgStartupException(
                    "PostgreSQL: " + description,
                    "Check the server, and the PgNativeConnectionDetails bean that tells where it is.",
                    failure);
        }
        return invalid(property, description, failure);
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
