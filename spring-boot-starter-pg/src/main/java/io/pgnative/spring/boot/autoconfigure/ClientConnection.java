package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgTarget;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * How one client connects: its connection details, properties and SSL bundle, told to its builder and kept up to date.
 */
final class ClientConnection {

    private final PgNativeProperties properties;
    private final PgNativeConnectionDetails details;
    private final Environment environment;
    private final ClientSsl ssl;
    private final PgClientFailures failures;

    /**
     * Makes one.
     *
     * @param bundles null if the application has none
     */
    ClientConnection(
            PgNativeProperties properties,
            PgNativeConnectionDetails details,
            Environment environment,
            @Nullable SslBundles bundles,
            PgClientFailures failures) {
        this.properties = properties;
        this.details = details;
        this.environment = environment;
        this.ssl = details instanceof PropertiesPgNativeConnectionDetails ours
                ? ours.ssl()
                : new ClientSsl(properties.getSsl(), bundles, failures);
        this.failures = failures;
    }

    /** What a client would connect by that is made now, without what customizers change. */
    PgOptions options(Vertx vertx) {
        PgClientBuilder builder = PgClient.builder(vertx);
        try {
            applyTo(builder);
            return builder.options();
        } catch (PgConfigurationException ex) {
            throw failures.invalidOption(ex);
        }
    }

    /** Tells everything that there is to be known of the connection, as it is now. */
    void applyTo(PgClientBuilder builder) {
        ConnectionProperties.apply(properties, builder);
        if (details instanceof PropertiesPgNativeConnectionDetails ours) {
            ours.applyTo(builder);
        } else {
            applyDetails(builder);
        }
        properties.getParameters().forEach(builder::parameter);
        ServerParameters.apply(properties, failures, builder);
        ssl.check();
        ssl.applyTo(builder, details::getSslBundle);
        PropertyMapper.get()
                .from(properties::getApplicationName)
                .orFrom(() -> defaultApplicationName(builder))
                .whenHasText()
                .to(value -> builder.applicationName(value));
    }

    private void applyDetails(PgClientBuilder builder) {
        Map<String, String> parameters = details.getParameters();
        if (!parameters.isEmpty()) {
            builder.dsn(parameters.entrySet().stream()
                    .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                    .collect(Collectors.joining("&", "postgres://?", "")));
        }
        builder.hosts(details.getHosts()).database(details.getDatabase());
        String username = details.getUsername();
        if (username != null) {
            builder.user(username);
        }
        builder.password(details::getPassword);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Known by now are the details and the parameters; what they name the application is more specific. */
    private @Nullable String defaultApplicationName(PgClientBuilder builder) {
        return builder.options().parameters().containsKey("application_name")
                ? null
                : environment.getProperty("spring.application.name");
    }

    /**
     * Has each connection ask the details where it goes, and as whom.
     *
     * @param builder all is told, by customizers, too: what they have changed stays
     */
    void askAgain(PgClientBuilder builder) {
        PgOptions made = builder.options();
        if (details instanceof PropertiesPgNativeConnectionDetails || made.target() != null) {
            return;
        }
        PgTarget told = target(made.user());
        boolean hosts = told.hosts().equals(made.hosts());
        boolean database = told.database().equals(made.database());
        boolean user = told.user().equals(made.user());
        if (hosts || database || user) {
            builder.target(() -> {
                PgTarget now = target(made.user());
                return new PgTarget(
                        hosts ? now.hosts() : made.hosts(),
                        database ? now.database() : made.database(),
                        user ? now.user() : made.user());
            });
        }
    }

    private PgTarget target(String defaultUser) {
        String username = details.getUsername();
        return new PgTarget(details.getHosts(), details.getDatabase(), username != null ? username : defaultUser);
    }

    /** Has the client follow what changes by itself. */
    void follow(PgClient client) {
        ssl.follow(client);
    }
}
